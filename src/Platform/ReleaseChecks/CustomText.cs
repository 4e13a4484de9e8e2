using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WxYarpGateway.Platform.ReleaseChecks;

/// <summary>Writes a text of the customer-service API (<c>/cgi-bin/message/custom/send</c>).</summary>
internal static class CustomText
{
    // WeChat shows escapes of other characters as they are.
    private static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the body.</summary>
    public static ReadOnlyMemory<byte> Write(string user, string text)
    {
        var written = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(written, Unescaped);
        json.WriteStartObject();
        json.WriteString("touser"u8, user);
        json.WriteString("msgtype"u8, "text"u8);
        json.WriteStartObject("text"u8);
        json.WriteString("content"u8, text);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return written.WrittenMemory;
    }
}
