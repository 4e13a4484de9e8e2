using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Xml;

namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>What of a reply WeChat takes in answer to a push, and what must follow it.</summary>
/// <param name="Passive">The answer to the push.</param>
/// <param name="Later">What follows, in order. For the next message it is one text, to be split anew when it is fetched.</param>
/// <param name="IsCut">Whether the end of the text is left out.</param>
internal readonly record struct PassiveForm(Reply Passive, IReadOnlyList<Reply> Later, bool IsCut = false)
{
    /// <summary>Gets how what follows reaches the user.</summary>
    public RestOfReply Rest { get; init; }

    /// <summary>Stands at the end of a text whose rest waits for the user's next message.</summary>
    public const string Continued = "…回复任意文字继续";

    private const int ContinuedBytes = 27;

    /// <summary>Since 2018-10-12 a user's message is answered with one article, and all else with eight (图文消息条数).</summary>
    private const int ArticlesForMessage = 1;

    private const int ArticlesForEvent = 8;

    /// <summary>Returns the form of a reply to a message.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="kind">The kind of account.</param>
    /// <param name="messageType">The type of the message.</param>
    /// <param name="rest">How what WeChat does not take passively reaches the user.</param>
    /// <param name="mostParts">Into how many texts a long one may be split.</param>
    public static PassiveForm Of(Reply reply, ServiceKind kind, string messageType, RestOfReply rest, int mostParts) => reply switch
    {
        _ when SaysNothing(reply) => new(Reply.Success, []),
        TransferCustomerServiceReply { Account: not null } when kind == ServiceKind.MiniProgram => new(new TransferCustomerServiceReply(null), []),
        TransferCustomerServiceReply or RawReply => new(reply, []),
        _ when kind == ServiceKind.MiniProgram => OfMiniProgram(reply, mostParts),
        TextReply text => OfText(text, rest, mostParts),
        NewsReply news => new(OfNews(news, messageType), []),
        _ => new(reply, []),
    };

    /// <summary>Returns the form of the reply to a message of a service.</summary>
    public static PassiveForm Of(Reply reply, MessageContext message, RestOfReply rest)
        => Of(reply, message.Service.Account.Kind, message.MsgType, rest, message.Service.Reply.MostParts) with { Rest = rest };

    /// <summary>Returns a reply as the customer-service API takes it, in order; empty when it says nothing.</summary>
    public static IReadOnlyList<Reply> PartsOf(Reply reply, int mostParts, out bool isCut)
    {
        isCut = false;
        return SaysNothing(reply) ? []
            : reply is TextReply text ? [.. TextParts.Split(text.Content, TextParts.MostBytes, mostParts, out isCut).Select(part => new TextReply(part))]
            : [reply];
    }

    /// <summary>Returns whether nothing would be left of a reply; a message that is empty shows the user an error.</summary>
    public static bool SaysNothing(Reply reply) => reply switch
    {
        SuccessReply => true,
        TextReply text => IsEmpty(text.Content),
        ImageReply image => IsEmpty(image.MediaId),
        VoiceReply voice => IsEmpty(voice.MediaId),
        VideoReply video => IsEmpty(video.MediaId),
        MusicReply music => IsEmpty(music.Url) && IsEmpty(music.HighQualityUrl) && IsEmpty(music.ThumbMediaId),
        NewsReply news => news.Articles.All(IsEmpty),
        _ => false,
    };

    private static bool IsEmpty(Article article)
        => IsEmpty(article.Title) && IsEmpty(article.Description) && IsEmpty(article.PictureUrl) && IsEmpty(article.Url);

    private static bool IsEmpty(string text) => XmlCharacters.Carried(text).Length == 0;

    // Mini programs take nothing else passively (转发消息).
    private static PassiveForm OfMiniProgram(Reply reply, int mostParts) => new(Reply.Success, PartsOf(reply, mostParts, out var isCut), isCut);

    private static PassiveForm OfText(TextReply text, RestOfReply rest, int mostParts)
    {
        if (TextParts.IsShort(text.Content))
        {
            return new(text, []);
        }

        if (rest == RestOfReply.NextMessage)
        {
            return OfContinued(text, mostParts);
        }

        var parts = PartsOf(text, rest == RestOfReply.Lost ? 1 : mostParts, out var isCut);
        return parts.Count == 0 ? new(Reply.Success, []) : new(parts[0], [.. parts.Skip(1)], isCut);
    }

    /// <summary>The rest stays one text, of which each next message fetches a part.</summary>
    private static PassiveForm OfContinued(TextReply text, int mostParts)
    {
        const int Room = TextParts.MostBytes - ContinuedBytes;
        var whole = TextParts.Shorten(text.Content, mostParts == 1 ? TextParts.MostBytes : mostParts * Room, out var isCut);
        if (TextParts.IsShort(whole))
        {
            return new(new TextReply(whole), [], isCut);
        }

        var (first, left) = TextParts.Cut(whole, Room);
        return string.IsNullOrWhiteSpace(left) ? new(new TextReply(first), [], isCut) : new(new TextReply(first + Continued), [new TextReply(left)], isCut);
    }

    private static NewsReply OfNews(NewsReply news, string messageType)
    {
        var most = messageType is "text" or "image" or "voice" or "video" or "shortvideo" or "link" or "location" ? ArticlesForMessage : ArticlesForEvent;
        return news.Articles.Count <= most ? news : new NewsReply([.. news.Articles.Take(most)]);
    }
}
