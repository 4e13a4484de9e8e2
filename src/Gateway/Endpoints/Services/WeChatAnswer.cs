using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Endpoints.Parameters;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.Gateway.Endpoints.Services;

/// <summary>Reads what WeChat answered, and writes what it is asked.</summary>
internal static class WeChatAnswer
{
    /// <summary>Returns true with a value exactly as WeChat wrote it.</summary>
    public static bool TryGetRaw(ReadOnlyMemory<byte> json, string name, [NotNullWhen(true)] out byte[]? raw)
    {
        raw = JsonElement.Parse(json.Span).TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? JsonMarshal.GetRawUtf8Value(value).ToArray()
            : null;
        return raw is not null;
    }

    /// <summary>Returns true with a ticket or an address that WeChat wrote, unless it is empty.</summary>
    public static bool TryGetText(ReadOnlyMemory<byte> json, string name, [NotNullWhen(true)] out string? text)
    {
        text = JsonText.TryParse(json.Span, out var answer)
            && answer.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

        // What could not be read of it was replaced; such a ticket or address is none.
        text = text is "" || text?.Contains('\uFFFD', StringComparison.Ordinal) == true ? null : text;
        return text is not null;
    }

    /// <summary>Returns a JSON object for WeChat.</summary>
    public static byte[] Ask(Action<Utf8JsonWriter> write) => JsonBody.Of(write, MessageJson.ToWeChat);
}
