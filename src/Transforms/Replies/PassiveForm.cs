using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Replies;

/// <summary>The part of a reply that WeChat takes in answer to a push, and the parts that follow.</summary>
/// <param name="Passive">The answer to the push.</param>
/// <param name="Later">The parts that follow, in order. For the user's next message this is one text, which is split again then.</param>
/// <param name="IsCut">Whether the end of the text is left out.</param>
internal readonly record struct PassiveForm(Reply Passive, IReadOnlyList<Reply> Later, bool IsCut = false)
{
    /// <summary>Gets how the later parts reach the user.</summary>
    public RestOfReply Rest { get; init; }

    /// <summary>Gets a value indicating whether the passive part is not the whole reply: parts follow, or the text was cut.</summary>
    public bool IsFollowed => IsCut || Later.Count > 0;

    /// <summary>Ends a text whose rest is kept for the user's next message.</summary>
    public const string Continued = "…回复任意文字继续";

    private const int ContinuedBytes = 27;

    /// <summary>Since 2018-10-12 WeChat shows one article to a user who wrote, and eight in answer to an event (图文消息条数).</summary>
    private const int ArticlesForMessage = 1;

    private const int ArticlesForEvent = 8;

    /// <summary>Returns the form of a reply to a message.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="kind">The kind of account.</param>
    /// <param name="messageType">The type of the message.</param>
    /// <param name="rest">How the parts that WeChat does not take passively reach the user.</param>
    /// <param name="mostParts">The most parts that a long text is split into.</param>
    public static PassiveForm Of(Reply reply, ServiceKind kind, string messageType, RestOfReply rest, int mostParts) => reply switch
    {
        { IsEmpty: true } => new(Reply.Success, []),
        TransferCustomerServiceReply { Account: not null } when kind == ServiceKind.MiniProgram
            => new(new TransferCustomerServiceReply(null), []),
        TransferCustomerServiceReply or RawReply => new(reply, []),
        _ when kind == ServiceKind.MiniProgram => OfMiniProgram(reply, mostParts),
        TextReply text => OfText(text, rest, mostParts),
        NewsReply news => new(OfNews(news, messageType), []),
        _ => new(reply, []),
    };

    /// <summary>Returns the form of the reply to a message of a service.</summary>
    public static PassiveForm Of(Reply reply, MessageContext message, RestOfReply rest)
        => Of(reply, message.Service.Account.Kind, message.MsgType, rest, message.Service.Reply.MostParts) with { Rest = rest };

    /// <summary>Returns the parts of a reply that the customer-service API takes, in order; none for an empty reply.</summary>
    public static IReadOnlyList<Reply> PartsOf(Reply reply, int mostParts, out bool isCut)
    {
        isCut = false;
        return reply.IsEmpty ? []
            : reply is TextReply text ? [.. TextsOf(text, mostParts, out isCut)]
            : [reply];
    }

    private static IEnumerable<TextReply> TextsOf(TextReply text, int mostParts, out bool isCut)
        => TextParts.Split(text.Content, TextParts.MostBytes, mostParts, out isCut).Select(part => new TextReply(part));

    // Mini programs take only transfers passively (转发消息).
    private static PassiveForm OfMiniProgram(Reply reply, int mostParts)
        => new(Reply.Success, PartsOf(reply, mostParts, out var isCut), isCut);

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

    /// <summary>Keeps the rest as one text; each next message of the user fetches a part of it.</summary>
    private static PassiveForm OfContinued(TextReply text, int mostParts)
    {
        const int Room = TextParts.MostBytes - ContinuedBytes;
        var whole = TextParts.Shorten(text.Content, mostParts == 1 ? TextParts.MostBytes : mostParts * Room, out var isCut);
        if (TextParts.IsShort(whole))
        {
            return new(new TextReply(whole), [], isCut);
        }

        var (first, left) = TextParts.Cut(whole, Room);
        return string.IsNullOrWhiteSpace(left)
            ? new(new TextReply(first), [], isCut)
            : new(new TextReply(first + Continued), [new TextReply(left)], isCut);
    }

    private static NewsReply OfNews(NewsReply news, string messageType)
    {
        var most = messageType is "text" or "image" or "voice" or "video" or "shortvideo" or "link" or "location"
            ? ArticlesForMessage
            : ArticlesForEvent;
        return news.Articles.Count <= most ? news : new NewsReply([.. news.Articles.Take(most)]);
    }
}
