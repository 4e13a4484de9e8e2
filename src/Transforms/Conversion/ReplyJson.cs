using System.Buffers;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Formats;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Conversion;

/// <summary>Writes a reply as JSON, for accounts with the data format JSON. Its properties are the elements of the XML reply.</summary>
internal sealed class ReplyJson : IReplyForm
{
    private readonly Utf8JsonWriter _json;
    private readonly MessageHead _message;
    private readonly DateTimeOffset _now;

    private ReplyJson(Utf8JsonWriter json, MessageHead message, DateTimeOffset now)
    {
        _json = json;
        _message = message;
        _now = now;
    }

    /// <summary>Writes the reply, addressed to the user who sent the message.</summary>
    public static WireReply Write(PassiveReply reply, MessageHead message, DateTimeOffset now)
    {
        var written = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(written, MessageJson.ToWeChat);
        reply.WriteTo(new ReplyJson(json, message, now));
        json.Flush();
        return new WireReply(written.WrittenMemory, WireReply.Json);
    }

    void IReplyForm.Write(TextReply text)
    {
        Begin("text"u8);
        _json.WriteString("Content"u8, text.Content);
        _json.WriteEndObject();
    }

    void IReplyForm.Write(ImageReply image) => WriteObject("image"u8, "Image"u8, [("MediaId", image.MediaId)]);

    void IReplyForm.Write(VoiceReply voice) => WriteObject("voice"u8, "Voice"u8, [("MediaId", voice.MediaId)]);

    void IReplyForm.Write(VideoReply video)
        => WriteObject(
            "video"u8, "Video"u8, [("MediaId", video.MediaId), ("Title", video.Title), ("Description", video.Description)]);

    void IReplyForm.Write(MusicReply music)
    {
        (string, string)[] fields =
        [
            ("Title", music.Title),
            ("Description", music.Description),
            ("MusicUrl", music.Url),
            ("HQMusicUrl", music.HighQualityUrl),
            ("ThumbMediaId", music.ThumbMediaId),
        ];
        WriteObject("music"u8, "Music"u8, music.ThumbMediaId.Length > 0 ? fields : fields.AsSpan(..^1));
    }

    void IReplyForm.Write(NewsReply news)
    {
        Begin("news"u8);
        _json.WriteNumber("ArticleCount"u8, news.Articles.Count);
        _json.WriteStartArray("Articles"u8);
        foreach (var article in news.Articles)
        {
            _json.WriteStartObject();
            WriteFields(
            [
                ("Title", article.Title), ("Description", article.Description), ("PicUrl", article.PictureUrl), ("Url", article.Url),
            ]);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    void IReplyForm.Write(TransferCustomerServiceReply transfer)
    {
        if (transfer.Account is { Length: > 0 } account)
        {
            WriteObject("transfer_customer_service"u8, "TransInfo"u8, [("KfAccount", account)]);
            return;
        }

        Begin("transfer_customer_service"u8);
        _json.WriteEndObject();
    }

    void IReplyForm.Write(RawReply raw) => raw.Body.WriteTo(_json);

    private void Begin(ReadOnlySpan<byte> type)
    {
        _json.WriteStartObject();
        _json.WriteString("ToUserName"u8, _message.FromUserName);
        _json.WriteString("FromUserName"u8, _message.ToUserName);
        _json.WriteNumber("CreateTime"u8, _now.ToUnixTimeSeconds());
        _json.WriteString("MsgType"u8, type);
    }

    private void WriteObject(ReadOnlySpan<byte> type, ReadOnlySpan<byte> name, ReadOnlySpan<(string Name, string Text)> fields)
    {
        Begin(type);
        _json.WriteStartObject(name);
        WriteFields(fields);
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteFields(ReadOnlySpan<(string Name, string Text)> fields)
    {
        foreach (var (name, text) in fields)
        {
            _json.WriteString(name, text);
        }
    }
}
