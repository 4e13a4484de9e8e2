using System.Buffers;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline.Formats;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.LateReplies;

/// <summary>Writes a reply as the body of <c>/cgi-bin/message/custom/send</c> (客服接口-发消息).</summary>
internal sealed class CustomerServiceMessage : IReplyForm
{
    private readonly Utf8JsonWriter _json;
    private bool _isSendable = true;

    private CustomerServiceMessage(Utf8JsonWriter json) => _json = json;

    /// <summary>Writes the body; returns <see langword="null"/> for a reply that this API cannot send.</summary>
    public static ReadOnlyMemory<byte>? Write(Reply reply, string openId)
    {
        if (reply is not PassiveReply passive)
        {
            return null;
        }

        var written = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(written, MessageJson.ToWeChat);
        json.WriteStartObject();
        json.WriteString("touser"u8, openId);
        var form = new CustomerServiceMessage(json);
        passive.WriteTo(form);
        json.WriteEndObject();
        json.Flush();

        // Without the cast, null would become an empty array, and that an empty body.
        return form._isSendable ? written.WrittenMemory : (ReadOnlyMemory<byte>?)null;
    }

    void IReplyForm.Write(TextReply text) => WriteObject("text", [("content", text.Content)]);

    void IReplyForm.Write(ImageReply image) => WriteObject("image", [("media_id", image.MediaId)]);

    void IReplyForm.Write(VoiceReply voice) => WriteObject("voice", [("media_id", voice.MediaId)]);

    void IReplyForm.Write(VideoReply video)
        => WriteObject(
            "video",
            [
                ("media_id", video.MediaId),

                // A passive reply has no thumbnail of its own; WeChat takes the video's.
                ("thumb_media_id", video.MediaId),
                ("title", video.Title),
                ("description", video.Description),
            ]);

    void IReplyForm.Write(MusicReply music)
    {
        (string, string)[] fields =
        [
            ("title", music.Title),
            ("description", music.Description),
            ("musicurl", music.Url),
            ("hqmusicurl", music.HighQualityUrl),
            ("thumb_media_id", music.ThumbMediaId),
        ];
        WriteObject("music", music.ThumbMediaId.Length > 0 ? fields : fields.AsSpan(..^1));
    }

    void IReplyForm.Write(NewsReply news)
    {
        // The customer-service API takes exactly one article.
        if (news.Articles is not [var article, ..])
        {
            _isSendable = false;
            return;
        }

        _json.WriteString("msgtype"u8, "news"u8);
        _json.WriteStartObject("news"u8);
        _json.WriteStartArray("articles"u8);
        _json.WriteStartObject();
        WriteFields([("title", article.Title), ("description", article.Description), ("url", article.Url), ("picurl", article.PictureUrl)]);
        _json.WriteEndObject();
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    // WeChat takes a transfer, and objects of its own, in answer to a push only.
    void IReplyForm.Write(TransferCustomerServiceReply transfer) => _isSendable = false;

    void IReplyForm.Write(RawReply raw) => _isSendable = false;

    private void WriteObject(string type, ReadOnlySpan<(string Name, string Text)> fields)
    {
        _json.WriteString("msgtype"u8, type);
        _json.WriteStartObject(type);
        WriteFields(fields);
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
