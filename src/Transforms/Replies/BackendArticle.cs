using System.Text.Json;
using System.Text.Json.Serialization;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Replies;

/// <summary>An article as a backend writes it in JSON.</summary>
internal sealed record BackendArticle
{
    public string? Title { get; set; }

    public string? Desc { get; set; }

    public string? PicUrl { get; set; }

    public string? Url { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }

    /// <summary>Returns the article for WeChat.</summary>
    /// <param name="notTaken">Collects the fields that the gateway does not know.</param>
    public Article ToArticle(OtherFields notTaken)
    {
        if (Others is null)
        {
            return new(Title ?? "", Desc ?? "", PicUrl ?? "", Url ?? "");
        }

        var others = new OtherFields(Others);
        notTaken.Include("articles", others);
        return new(
            Title ?? "",
            Desc ?? others.Text("description") ?? "",
            PicUrl ?? others.Text("picurl", "image", "thumburl") ?? "",
            Url ?? others.Text("link") ?? "");
    }

    // The generated ToString would print the reply's text.
    public override string ToString() => nameof(BackendArticle);
}
