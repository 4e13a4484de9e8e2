using WxYarpGateway.Transforms.Messages;

namespace WxYarpGateway.Transforms.Replies;

/// <summary>An article as a backend writes it in JSON.</summary>
internal sealed record BackendArticle
{
    public string? Title { get; set; }

    public string? Desc { get; set; }

    public string? PicUrl { get; set; }

    public string? Url { get; set; }

    /// <summary>Returns the article for WeChat.</summary>
    public Article ToArticle() => new(Title ?? "", Desc ?? "", PicUrl ?? "", Url ?? "");
}
