using System.Text.Json;
using WxYarpGateway.Gateway.Endpoints.Parameters;

namespace WxYarpGateway.Gateway.Endpoints.Services;

/// <summary>What a QR code stands for and for how long, from go-wx-gateway's parameters to WeChat's JSON (生成带参数的二维码).</summary>
/// <param name="IsPermanent">Whether it never expires.</param>
/// <param name="Text">The scene as text; <see langword="null"/> for a number.</param>
/// <param name="Number">The scene as a number.</param>
/// <param name="Seconds">How long a temporary one lives.</param>
internal sealed record QrScene(bool IsPermanent, string? Text, long Number, long Seconds)
{
    // 生成带参数的二维码: scene_str, 1 to 64 characters; scene_id, 32 bits and not zero, 1 to 100000 for a permanent code; expire_seconds, up to 30
    // days.
    private const int LongestText = 64;
    private const long MostTemporary = uint.MaxValue;
    private const long MostPermanent = 100_000;
    private const long MostSeconds = 2_592_000;

    // What go-wx-gateway sends when it is told nothing.
    private const string UsualText = "0";
    private const long UsualSeconds = 30;

    /// <summary>Returns the scene that the parameters describe; worthless when they hold an error.</summary>
    public static QrScene Read(RequestParameters parameters)
    {
        var type = parameters.Text("t", "t(ype)");
        if (type is not ("temp" or "forever"))
        {
            parameters.Refuse("t(ype) value must be \"temp\" or \"forever\"");
        }

        var isPermanent = type == "forever";
        var text = parameters.TextOrNull("sceneid", "sceneid");
        var number = parameters.WholeOrNull("scene_id", "scene_id", 1, isPermanent ? MostPermanent : MostTemporary);
        if (text is not null && number is not null)
        {
            parameters.Refuse("sceneid (a text) and scene_id (a number) cannot both be given");
        }

        if (text is not null && text.EnumerateRunes().Count() > LongestText)
        {
            parameters.Refuse($"sceneid value must have at most {LongestText} characters");
        }

        var seconds = parameters.WholeOrNull("e", "e(xpire seconds)", long.MinValue, MostSeconds) ?? 0;
        return new QrScene(isPermanent, number is null ? text ?? UsualText : null, number ?? 0, seconds > 0 ? seconds : UsualSeconds);
    }

    /// <summary>Writes the properties of WeChat's JSON.</summary>
    public void Write(Utf8JsonWriter json)
    {
        if (!IsPermanent)
        {
            json.WriteNumber("expire_seconds"u8, Seconds);
        }

        json.WriteString("action_name"u8, (IsPermanent ? "QR_LIMIT_" : "QR_") + (Text is null ? "SCENE" : "STR_SCENE"));
        json.WriteStartObject("action_info"u8);
        json.WriteStartObject("scene"u8);
        if (Text is not null)
        {
            json.WriteString("scene_str"u8, Text);
        }
        else
        {
            json.WriteNumber("scene_id"u8, Number);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
