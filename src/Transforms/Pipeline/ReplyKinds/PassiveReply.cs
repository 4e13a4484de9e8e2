using WxYarpGateway.Transforms.Xml;

namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>A reply with content. <see cref="IReplyForm"/> lists the kinds and the forms in which they are written.</summary>
/// <remarks>Source of the kinds and their fields: PROTOCOL "Passive replies", the official page 被动回复用户消息.</remarks>
public abstract record PassiveReply : Reply
{
    private protected PassiveReply()
    {
    }

    internal abstract override bool IsEmpty { get; }

    /// <summary>Writes the reply in a wire form. Every kind implements this as <c>form.Write(this)</c>.</summary>
    internal abstract void WriteTo(IReplyForm form);

    /// <summary>Returns whether no text has a character left once those that XML forbids are dropped.</summary>
    private protected static bool AreEmpty(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (XmlCharacters.Carried(text).Length > 0)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A text for the user.</summary>
/// <param name="Content">The text.</param>
public sealed record TextReply(string Content) : PassiveReply
{
    internal override bool IsEmpty => AreEmpty(Content);

    internal override void WriteTo(IReplyForm form) => form.Write(this);
}

/// <summary>An image for the user.</summary>
/// <param name="MediaId">The media id of an uploaded image.</param>
public sealed record ImageReply(string MediaId) : PassiveReply
{
    internal override bool IsEmpty => AreEmpty(MediaId);

    internal override void WriteTo(IReplyForm form) => form.Write(this);
}

/// <summary>A voice message for the user.</summary>
/// <param name="MediaId">The media id of an uploaded voice.</param>
public sealed record VoiceReply(string MediaId) : PassiveReply
{
    internal override bool IsEmpty => AreEmpty(MediaId);

    internal override void WriteTo(IReplyForm form) => form.Write(this);
}

/// <summary>A video for the user.</summary>
/// <param name="MediaId">The media id of an uploaded video.</param>
/// <param name="Title">The title.</param>
/// <param name="Description">The description.</param>
public sealed record VideoReply(string MediaId, string Title, string Description) : PassiveReply
{
    internal override bool IsEmpty => AreEmpty(MediaId);

    internal override void WriteTo(IReplyForm form) => form.Write(this);
}

/// <summary>A piece of music for the user.</summary>
/// <param name="Title">The title.</param>
/// <param name="Description">The description.</param>
/// <param name="Url">The link to the music.</param>
/// <param name="HighQualityUrl">The link that WeChat prefers on Wi-Fi.</param>
/// <param name="ThumbMediaId">The media id of an uploaded thumbnail.</param>
public sealed record MusicReply(string Title, string Description, string Url, string HighQualityUrl, string ThumbMediaId) : PassiveReply
{
    internal override bool IsEmpty => AreEmpty(Url, HighQualityUrl, ThumbMediaId);

    internal override void WriteTo(IReplyForm form) => form.Write(this);
}

/// <summary>A list of articles for the user.</summary>
/// <param name="Articles">The articles. WeChat shows one or up to eight, depending on the user's message.</param>
public sealed record NewsReply(IReadOnlyList<Article> Articles) : PassiveReply
{
    internal override bool IsEmpty
        => Articles.All(article => AreEmpty(article.Title, article.Description, article.PictureUrl, article.Url));

    internal override void WriteTo(IReplyForm form) => form.Write(this);
}

/// <summary>Hands the conversation to human customer service.</summary>
/// <param name="Account">The agent's account (<c>KfAccount</c>), or <see langword="null"/> for any agent.</param>
public sealed record TransferCustomerServiceReply(string? Account) : PassiveReply
{
    internal override bool IsEmpty => false;

    internal override void WriteTo(IReplyForm form) => form.Write(this);
}

/// <summary>One article of a <see cref="NewsReply"/>.</summary>
/// <param name="Title">The title.</param>
/// <param name="Description">The description.</param>
/// <param name="PictureUrl">The link to the picture.</param>
/// <param name="Url">The link that the article opens.</param>
public sealed record Article(string Title, string Description, string PictureUrl, string Url)
{
    /// <summary>Returns the name of the type only, so that no log can show a reply's text.</summary>
    public override string ToString() => nameof(Article);
}
