using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Platform.Forms;

/// <summary>The body of mpapi's <c>message_api</c>: who wrote, and what, as one text; more than a text is JSON in that text.</summary>
/// <remarks>Source: mapleque/mpapi f6201dd, handler_message.go (QaliveParam).</remarks>
internal static class MpapiMessage
{
    // What mpapi writes for all that it does not know: events, voice, ….
    private const string Unknown = "未知消息类型";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the body.</summary>
    /// <param name="message">The message.</param>
    /// <param name="json">Its body.</param>
    public static ReadOnlyMemory<byte> Write(MessageContext message, JsonElement json)
    {
        var user = json.TryGetProperty("userInfo", out var known) && known.ValueKind == JsonValueKind.Object ? known : default;
        return Write(body =>
        {
            body.WriteString("user_id"u8, message.FromUserName);
            body.WriteString("user_name"u8, Text(user, "nickname"));
            body.WriteString("user_avatar"u8, Text(user, "headimgurl"));
            body.WriteString("message_type"u8, message.MsgType);
            body.WriteString("message_event"u8, message.Event);
            body.WriteString("message_content"u8, ContentOf(message.MsgType, json));
        });
    }

    private static string ContentOf(string type, JsonElement json) => type switch
    {
        "text" => Text(json, "Content"),
        "image" => Inner(json, ("external_url", "PicUrl"), ("internal_url", "PicUrl"), ("media_id", "MediaId")),
        "miniprogrampage" => Inner(
            json,
            ("title", "Title"),
            ("appid", "AppId"),
            ("pagepath", "PagePath"),
            ("thumb_url", "ThumbUrl"),
            ("thumb_media_id", "ThumbMediaId")),
        _ => Unknown,
    };

    private static string Inner(JsonElement json, params ReadOnlySpan<(string Name, string Field)> fields)
    {
        var inner = fields.ToArray();
        return Encoding.UTF8.GetString(Write(body =>
        {
            foreach (var (name, field) in inner)
            {
                body.WriteString(name, Text(json, field));
            }
        }).Span);
    }

    private static string Text(JsonElement json, string name)
        => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        }
        : "";

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> fill)
    {
        var written = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(written, Plain);
        json.WriteStartObject();
        fill(json);
        json.WriteEndObject();
        json.Flush();
        return written.WrittenMemory;
    }
}
