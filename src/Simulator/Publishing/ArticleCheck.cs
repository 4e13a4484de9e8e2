using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Publishing;

/// <summary>Checks the articles of a draft, and adds the fields that WeChat adds.</summary>
internal sealed class ArticleCheck(Func<string, string?, string?> urlOfMaterial)
{
    // Documented: 64 characters. The number of articles is the console's limit.
    private const int LongestTitle = 64;
    private const int MostArticles = 8;

    /// <summary>Returns the error of the articles, or null.</summary>
    public ApiError? Check(string appId, JsonArray? articles) =>
        articles is not { Count: > 0 } ? ApiError.EmptyNews
        : articles.Count > MostArticles ? ApiError.TooManyArticles
        : articles.Select(article => Check(appId, article)).FirstOrDefault(error => error is not null);

    public ApiError? Check(string appId, JsonNode? node) =>
        node is not JsonObject article ? ApiError.InvalidBody
        : article.Text("title") is not { Length: <= LongestTitle } ? ApiError.TitleTooLong
        : article.Text("content") is null ? ApiError.EmptyContent
        : article.Text("article_type") == "newspic" ? CheckPictures(appId, article["image_info"]?["image_list"] as JsonArray)
        : urlOfMaterial(appId, article.Text("thumb_media_id")) is not null ? null
        : ApiError.InvalidMediaId;

    /// <summary>Adds the URLs of an article and its cover picture.</summary>
    public JsonObject Complete(string appId, JsonObject article)
    {
        article = article.DeepClone().AsObject();
        article["url"] = $"http://mp.weixin.qq.com/s?__biz=simulated&mid=1&idx=1&sn={Guid.NewGuid():N}";
        if (urlOfMaterial(appId, article.Text("thumb_media_id")) is { } thumb)
        {
            article["thumb_url"] = thumb;
        }

        return article;
    }

    private ApiError? CheckPictures(string appId, JsonArray? pictures) =>
        pictures is { Count: > 0 }
            && pictures.All(picture => urlOfMaterial(appId, (picture as JsonObject)?.Text("image_media_id")) is not null)
            ? null
            : ApiError.InvalidMediaId;
}
