using System.Buffers;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.LateReplies;

/// <summary>Writes a reply as the body of <c>/cgi-bin/message/custom/send</c> (客服接口-发消息).</summary>
internal static class CustomerServiceMessage
{
    /// <summary>Writes the body; returns <see langword="null"/> for a reply that this API cannot send.</summary>
    public static ReadOnlyMemory<byte>? Write(Reply reply, string openId)
    {
        var written = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(written, MessageJson.ToWeChat);
        json.WriteStartObject();
        json.WriteString("touser"u8, openId);
        var isSendable = TryWriteContent(reply, json);
        json.WriteEndObject();
        json.Flush();

        // Without the cast, null would be taken for an empty array, and that for an empty body.
        return isSendable ? written.WrittenMemory : (ReadOnlyMemory<byte>?)null;
    }

    private static bool TryWriteContent(Reply reply, Utf8JsonWriter json)
    {
        switch (reply)
        {
            case TextReply text:
                WriteObject(json, "text", [("content", text.Content)]);
                return true;
            case ImageReply image:
                WriteObject(json, "image", [("media_id", image.MediaId)]);
                return true;
            case VoiceReply voice:
                WriteObject(json, "voice", [("media_id", voice.MediaId)]);
                return true;
            case VideoReply video:
                // A passive reply has no thumbnail of its own; WeChat takes the video's.
                WriteObject(json, "video", [("media_id", video.MediaId), ("thumb_media_id", video.MediaId), ("title", video.Title), ("description", video.Description)]);
                return true;
            case MusicReply music:
                (string, string)[] fields =
                [
                    ("title", music.Title),
                    ("description", music.Description),
                    ("musicurl", music.Url),
                    ("hqmusicurl", music.HighQualityUrl),
                    ("thumb_media_id", music.ThumbMediaId),
                ];
                WriteObject(json, "music", music.ThumbMediaId.Length > 0 ? fields : fields.AsSpan(..^1));
                return true;
            case NewsReply { Articles: [var article, ..] }:
                WriteNews(json, article);
                return true;
            default:
                // transfer_customer_service and objects of WeChat's own are passive replies only.
                return false;
        }
    }

    private static void WriteNews(Utf8JsonWriter json, Article article)
    {
        // The customer-service API takes exactly one article.
        json.WriteString("msgtype"u8, "news"u8);
        json.WriteStartObject("news"u8);
        json.WriteStartArray("articles"u8);
        json.WriteStartObject();
        WriteFields(json, [("title", article.Title), ("description", article.Description), ("url", article.Url), ("picurl", article.PictureUrl)]);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter json, string type, ReadOnlySpan<(string Name, string Text)> fields)
    {
        json.WriteString("msgtype"u8, type);
        json.WriteStartObject(type);
        WriteFields(json, fields);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, ReadOnlySpan<(string Name, string Text)> fields)
    {
        foreach (var (name, text) in fields)
        {
            json.WriteString(name, text);
        }
    }
}
