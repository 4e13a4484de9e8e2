using WxYarpGateway.Transforms.Messages;

namespace WxYarpGateway.Transforms.Replies;

/// <summary>An article as a backend writes it in JSON.</summary>
internal sealed record BackendArticle
{
    public string? Title { get; init; }

    public string? Desc { get; init; }

    public string? PicUrl { get; init; }

    public string? Url { get; init; }

    /// <summary>Returns the article for WeChat.</summary>
    public Article ToArticle() => new(Title ?? "", Desc ?? "", PicUrl ?? "", Url ?? "");
}
