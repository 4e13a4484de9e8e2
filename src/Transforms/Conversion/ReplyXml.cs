using System.Text;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Xml;

namespace WxYarpGateway.Transforms.Conversion;

/// <summary>Writes a reply as XML.</summary>
/// <remarks>Source of the elements and their order: PROTOCOL "Passive replies", the official page 被动回复用户消息.</remarks>
internal sealed class ReplyXml : IReplyForm
{
    /// <summary>Room for the tags of every reply.</summary>
    private const int Tags = 256;

    /// <summary>Room for the fields of a reply that is no text.</summary>
    private const int Fields = 256;

    private readonly XmlReply _xml;
    private readonly MessageHead _message;
    private readonly DateTimeOffset _now;

    private ReplyXml(PassiveReply reply, MessageHead message, DateTimeOffset now)
    {
        var text = reply is TextReply { Content: var content } ? Encoding.UTF8.GetByteCount(content) : Fields;
        _xml = new XmlReply(Tags + message.FromUserName.Length + message.ToUserName.Length + text);
        _message = message;
        _now = now;
    }

    /// <summary>Writes the reply, addressed to the user who sent the message.</summary>
    public static WireReply Write(PassiveReply reply, MessageHead message, DateTimeOffset now)
    {
        var form = new ReplyXml(reply, message, now);
        reply.WriteTo(form);
        return new WireReply(form._xml.Written, WireReply.Xml);
    }

    void IReplyForm.Write(TextReply text) => End(Begin("text"u8).Text("Content"u8, text.Content));

    void IReplyForm.Write(ImageReply image)
        => End(Begin("image"u8).Open("Image"u8).Text("MediaId"u8, image.MediaId).Close("Image"u8));

    void IReplyForm.Write(VoiceReply voice)
        => End(Begin("voice"u8).Open("Voice"u8).Text("MediaId"u8, voice.MediaId).Close("Voice"u8));

    void IReplyForm.Write(VideoReply video)
        => End(Begin("video"u8)
            .Open("Video"u8)
            .Text("MediaId"u8, video.MediaId)
            .Text("Title"u8, video.Title)
            .Text("Description"u8, video.Description)
            .Close("Video"u8));

    void IReplyForm.Write(MusicReply music)
    {
        var xml = Begin("music"u8)
            .Open("Music"u8)
            .Text("Title"u8, music.Title)
            .Text("Description"u8, music.Description)
            .Text("MusicUrl"u8, music.Url)
            .Text("HQMusicUrl"u8, music.HighQualityUrl);
        if (music.ThumbMediaId.Length > 0)
        {
            xml.Text("ThumbMediaId"u8, music.ThumbMediaId);
        }

        End(xml.Close("Music"u8));
    }

    void IReplyForm.Write(NewsReply news)
    {
        var xml = Begin("news"u8).Number("ArticleCount"u8, news.Articles.Count).Open("Articles"u8);
        foreach (var article in news.Articles)
        {
            xml.Open("item"u8)
                .Text("Title"u8, article.Title)
                .Text("Description"u8, article.Description)
                .Text("PicUrl"u8, article.PictureUrl)
                .Text("Url"u8, article.Url)
                .Close("item"u8);
        }

        End(xml.Close("Articles"u8));
    }

    void IReplyForm.Write(TransferCustomerServiceReply transfer)
    {
        var xml = Begin("transfer_customer_service"u8);
        if (transfer.Account is { Length: > 0 } account)
        {
            xml.Open("TransInfo"u8).Text("KfAccount"u8, account).Close("TransInfo"u8);
        }

        End(xml);
    }

    void IReplyForm.Write(RawReply raw) => RawXml.Write(_xml, raw.Body);

    private static void End(XmlReply xml) => xml.Close("xml"u8);

    private XmlReply Begin(ReadOnlySpan<byte> type)
        => _xml.Open("xml"u8)
            .Text("ToUserName"u8, _message.FromUserName)
            .Text("FromUserName"u8, _message.ToUserName)
            .Number("CreateTime"u8, _now.ToUnixTimeSeconds())
            .Ascii("MsgType"u8, type);
}
