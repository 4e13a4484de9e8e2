using System.Text.Json;
using WxYarpGateway.Gateway.Endpoints.Parameters;

namespace WxYarpGateway.Gateway.Endpoints.Services;

/// <summary>A template message, from go-wx-gateway's parameters to WeChat's JSON.</summary>
internal sealed record TemplateMessage(string To, string TemplateId)
{
    private string? Url { get; init; }

    private string? ClientMessageId { get; init; }

    private (string AppId, string PagePath)? MiniProgram { get; init; }

    private IReadOnlyList<(string Key, string Value, string? Color)> Values { get; init; } = [];

    /// <summary>Returns the message that the parameters describe; worthless when they hold an error.</summary>
    public static TemplateMessage Read(RequestParameters parameters)
        => new(parameters.Word("to", "to(user id)"), parameters.Word("tid", "tid(template id)"))
        {
            Url = parameters.TextOrNull("url", "url"),
            ClientMessageId = parameters.TextOrNull("client_msg_id", "client_msg_id"),
            MiniProgram = ReadMiniProgram(parameters),
            Values = ReadValues(parameters),
        };

    /// <summary>Writes the properties of WeChat's JSON.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("touser"u8, To);
        json.WriteString("template_id"u8, TemplateId);
        WriteUnlessNull(json, "url", Url);
        if (MiniProgram is { } miniProgram)
        {
            json.WriteStartObject("miniprogram"u8);
            json.WriteString("appid"u8, miniProgram.AppId);
            json.WriteString("pagepath"u8, miniProgram.PagePath);
            json.WriteEndObject();
        }

        WriteUnlessNull(json, "client_msg_id", ClientMessageId);
        json.WriteStartObject("data"u8);
        foreach (var (key, value, color) in Values)
        {
            json.WriteStartObject(key);
            json.WriteString("value"u8, value);
            WriteUnlessNull(json, "color", color);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteUnlessNull(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    // As go-wx-gateway does: without both there is no mini program.
    private static (string AppId, string PagePath)? ReadMiniProgram(RequestParameters parameters)
    {
        if (parameters.ObjectOrNull("mp", "mp(mini program)") is not { } program)
        {
            return null;
        }

        if (!TryGetText(program, "appid", out var appId) || !TryGetText(program, "pagepath", out var pagePath))
        {
            parameters.Refuse("mp(mini program) parameter must hold appid and pagepath as texts");
            return null;
        }

        return appId is { Length: > 0 } && pagePath is { Length: > 0 } ? (appId, pagePath) : null;
    }

    private static List<(string Key, string Value, string? Color)> ReadValues(RequestParameters parameters)
    {
        var values = new List<(string Key, string Value, string? Color)>();
        if (parameters.ObjectOrNull("data", "data") is not { } entries)
        {
            parameters.Refuse("data parameter as a map expected");
            return values;
        }

        foreach (var entry in entries.EnumerateObject())
        {
            if (!TryReadValue(entry.Value, out var value, out var color))
            {
                parameters.Refuse("data parameter: each entry must be a text, a number, or an object with value and, if need be, color");
            }

            values.Add((entry.Name, value, color));
        }

        return values;
    }

    private static bool TryReadValue(JsonElement entry, out string value, out string? color)
    {
        color = null;
        if (entry.ValueKind != JsonValueKind.Object)
        {
            var isScalar = JsonText.TryGetScalar(entry, out var scalar);
            value = scalar ?? "";
            return isScalar;
        }

        var isText = TryGetText(entry, "value", out var text) & TryGetText(entry, "color", out color);
        value = text ?? "";
        return isText && text is not null && entry.EnumerateObject().Count() == (color is null ? 1 : 2);
    }

    private static bool TryGetText(JsonElement entry, string name, out string? text)
    {
        text = null;
        return !entry.TryGetProperty(name, out var value) || JsonText.TryGetScalar(value, out text);
    }

    // The generated one would print the openid.
    public override string ToString() => TemplateId;
}
