using System.Buffers;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Conversion;

/// <summary>Writes a reply in JSON, for accounts that chose JSON as their data format: the elements of the XML reply as properties.</summary>
internal static class ReplyJson
{
    /// <summary>Writes the reply from the account to the user of the message.</summary>
    public static WireReply Write(Reply reply, MessageHead message, DateTimeOffset now)
    {
        var written = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(written, MessageJson.ToWeChat);
        if (reply is RawReply raw)
        {
            raw.Body.WriteTo(json);
        }
        else
        {
            json.WriteStartObject();
            json.WriteString("ToUserName"u8, message.FromUserName);
            json.WriteString("FromUserName"u8, message.ToUserName);
            json.WriteNumber("CreateTime"u8, now.ToUnixTimeSeconds());
            WriteContent(reply, json);
            json.WriteEndObject();
        }

        json.Flush();
        return new WireReply(written.WrittenMemory, WireReply.Json);
    }

    private static void WriteContent(Reply reply, Utf8JsonWriter json)
    {
        switch (reply)
        {
            case TextReply text:
                json.WriteString("MsgType"u8, "text"u8);
                json.WriteString("Content"u8, text.Content);
                break;
            case ImageReply image:
                WriteObject(json, "image"u8, "Image"u8, [("MediaId", image.MediaId)]);
                break;
            case VoiceReply voice:
                WriteObject(json, "voice"u8, "Voice"u8, [("MediaId", voice.MediaId)]);
                break;
            case VideoReply video:
                WriteObject(json, "video"u8, "Video"u8, [("MediaId", video.MediaId), ("Title", video.Title), ("Description", video.Description)]);
                break;
            case MusicReply music:
                (string, string)[] fields =
                [
                    ("Title", music.Title),
                    ("Description", music.Description),
                    ("MusicUrl", music.Url),
                    ("HQMusicUrl", music.HighQualityUrl),
                    ("ThumbMediaId", music.ThumbMediaId),
                ];
                WriteObject(json, "music"u8, "Music"u8, music.ThumbMediaId.Length > 0 ? fields : fields.AsSpan(..^1));
                break;
            case NewsReply news:
                WriteArticles(news, json);
                break;
            case TransferCustomerServiceReply { Account: { Length: > 0 } account }:
                WriteObject(json, "transfer_customer_service"u8, "TransInfo"u8, [("KfAccount", account)]);
                break;
            case TransferCustomerServiceReply:
                json.WriteString("MsgType"u8, "transfer_customer_service"u8);
                break;
            default:
                throw new InvalidOperationException($"A {reply.GetType().Name} is not for WeChat's eyes.");
        }
    }

    private static void WriteArticles(NewsReply news, Utf8JsonWriter json)
    {
        json.WriteString("MsgType"u8, "news"u8);
        json.WriteNumber("ArticleCount"u8, news.Articles.Count);
        json.WriteStartArray("Articles"u8);
        foreach (var article in news.Articles)
        {
            json.WriteStartObject();
            WriteFields(json, [("Title", article.Title), ("Description", article.Description), ("PicUrl", article.PictureUrl), ("Url", article.Url)]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter json, ReadOnlySpan<byte> type, ReadOnlySpan<byte> name, ReadOnlySpan<(string Name, string Text)> fields)
    {
        json.WriteString("MsgType"u8, type);
        json.WriteStartObject(name);
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
