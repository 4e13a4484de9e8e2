namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>What WeChat is told about a push: a passive reply to the user, nothing, or a refusal.</summary>
/// <remarks>Source of the kinds and their fields: PROTOCOL "Passive replies", the official page 被动回复用户消息.</remarks>
public abstract record Reply
{
    private protected Reply()
    {
    }

    /// <summary>Gets the reply that says nothing to the user; on the wire <c>success</c>.</summary>
    public static Reply Success { get; } = new SuccessReply();

    /// <summary>Returns the kind of reply only, so that what is said to a user cannot slip into a log.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>Nothing for the user: WeChat reads <c>success</c> and does not deliver the message again.</summary>
public sealed record SuccessReply : Reply;

/// <summary>A text for the user.</summary>
/// <param name="Content">The text.</param>
public sealed record TextReply(string Content) : Reply;

/// <summary>An image for the user.</summary>
/// <param name="MediaId">The media id of an uploaded image.</param>
public sealed record ImageReply(string MediaId) : Reply;

/// <summary>A voice message for the user.</summary>
/// <param name="MediaId">The media id of an uploaded voice.</param>
public sealed record VoiceReply(string MediaId) : Reply;

/// <summary>A video for the user.</summary>
/// <param name="MediaId">The media id of an uploaded video.</param>
/// <param name="Title">The title.</param>
/// <param name="Description">The description.</param>
public sealed record VideoReply(string MediaId, string Title, string Description) : Reply;

/// <summary>A piece of music for the user.</summary>
/// <param name="Title">The title.</param>
/// <param name="Description">The description.</param>
/// <param name="Url">The link to the music.</param>
/// <param name="HighQualityUrl">The link that is preferred on Wi-Fi.</param>
/// <param name="ThumbMediaId">The media id of an uploaded thumbnail.</param>
public sealed record MusicReply(string Title, string Description, string Url, string HighQualityUrl, string ThumbMediaId) : Reply;

/// <summary>A list of articles for the user.</summary>
/// <param name="Articles">The articles; WeChat shows one or up to eight, depending on what the user sent.</param>
public sealed record NewsReply(IReadOnlyList<Article> Articles) : Reply;

/// <summary>Hands the conversation to human customer service.</summary>
/// <param name="Account">The agent's account (<c>KfAccount</c>), or <see langword="null"/> for any agent.</param>
public sealed record TransferCustomerServiceReply(string? Account) : Reply;

/// <summary>One article of a <see cref="NewsReply"/>.</summary>
/// <param name="Title">The title.</param>
/// <param name="Description">The description.</param>
/// <param name="PictureUrl">The link to the picture.</param>
/// <param name="Url">The link that the article opens.</param>
public sealed record Article(string Title, string Description, string PictureUrl, string Url)
{
    /// <summary>Returns the name of the type only, so that what is said to a user cannot slip into a log.</summary>
    public override string ToString() => nameof(Article);
}
