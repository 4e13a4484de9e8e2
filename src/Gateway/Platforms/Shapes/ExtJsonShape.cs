using System.Text;
using System.Text.Json;
using WxYarpGateway.Gateway.Answers;

namespace WxYarpGateway.Gateway.Platforms.Shapes;

/// <summary>A JSON object, or a text that is one: WeChat wants <c>ext_json</c> as text, which people get wrong.</summary>
internal sealed record ExtJsonShape : Shape
{
    /// <inheritdoc/>
    public override void Check(JsonElement value, string path, List<RequestError> errors)
    {
        if (value.ValueKind != JsonValueKind.Object && !(value.ValueKind == JsonValueKind.String && IsObject(value.GetString()!)))
        {
            errors.Add(new RequestError(path, "must be a JSON object, or a text that is one"));
        }
    }

    private static bool IsObject(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(Encoding.UTF8.GetBytes(text));
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
