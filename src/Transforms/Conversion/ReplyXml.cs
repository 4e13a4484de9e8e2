using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Xml;

namespace WxYarpGateway.Transforms.Conversion;

/// <summary>Writes a reply in XML.</summary>
/// <remarks>Source of the elements and their order: PROTOCOL "Passive replies", the official page 被动回复用户消息.</remarks>
internal static class ReplyXml
{
    /// <summary>Writes the reply from the account to the user of the message.</summary>
    public static WireReply Write(Reply reply, MessageHead message, DateTimeOffset now)
    {
        if (reply is RawReply raw)
        {
            return new WireReply(RawXml.Write(raw.Body), WireReply.Xml);
        }

        var xml = new XmlReply()
            .Open("xml"u8)
            .Text("ToUserName"u8, message.FromUserName)
            .Text("FromUserName"u8, message.ToUserName)
            .Number("CreateTime"u8, now.ToUnixTimeSeconds());
        WriteContent(reply, xml);
        return new WireReply(xml.Close("xml"u8).Written, WireReply.Xml);
    }

    private static void WriteContent(Reply reply, XmlReply xml)
    {
        switch (reply)
        {
            case TextReply text:
                xml.Text("MsgType"u8, "text").Text("Content"u8, text.Content);
                break;
            case ImageReply image:
                xml.Text("MsgType"u8, "image").Open("Image"u8).Text("MediaId"u8, image.MediaId).Close("Image"u8);
                break;
            case VoiceReply voice:
                xml.Text("MsgType"u8, "voice").Open("Voice"u8).Text("MediaId"u8, voice.MediaId).Close("Voice"u8);
                break;
            case VideoReply video:
                xml.Text("MsgType"u8, "video")
                    .Open("Video"u8)
                    .Text("MediaId"u8, video.MediaId)
                    .Text("Title"u8, video.Title)
                    .Text("Description"u8, video.Description)
                    .Close("Video"u8);
                break;
            case MusicReply music:
                xml.Text("MsgType"u8, "music")
                    .Open("Music"u8)
                    .Text("Title"u8, music.Title)
                    .Text("Description"u8, music.Description)
                    .Text("MusicUrl"u8, music.Url)
                    .Text("HQMusicUrl"u8, music.HighQualityUrl);
                if (music.ThumbMediaId.Length > 0)
                {
                    xml.Text("ThumbMediaId"u8, music.ThumbMediaId);
                }

                xml.Close("Music"u8);
                break;
            case NewsReply news:
                WriteArticles(news, xml);
                break;
            case TransferCustomerServiceReply transfer:
                xml.Text("MsgType"u8, "transfer_customer_service");
                if (transfer.Account is { Length: > 0 } account)
                {
                    xml.Open("TransInfo"u8).Text("KfAccount"u8, account).Close("TransInfo"u8);
                }

                break;
            default:
                throw new InvalidOperationException($"A {reply.GetType().Name} is not for WeChat's eyes.");
        }
    }

    private static void WriteArticles(NewsReply news, XmlReply xml)
    {
        xml.Text("MsgType"u8, "news").Number("ArticleCount"u8, news.Articles.Count).Open("Articles"u8);
        foreach (var article in news.Articles)
        {
            xml.Open("item"u8)
                .Text("Title"u8, article.Title)
                .Text("Description"u8, article.Description)
                .Text("PicUrl"u8, article.PictureUrl)
                .Text("Url"u8, article.Url)
                .Close("item"u8);
        }

        xml.Close("Articles"u8);
    }
}
