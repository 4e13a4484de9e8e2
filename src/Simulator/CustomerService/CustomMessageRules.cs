using System.Text;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes.Replies;

namespace WxYarpGateway.Simulator.CustomerService;

/// <summary>Checks the body of a customer-service message as WeChat does.</summary>
internal static class CustomMessageRules
{
    // PROTOCOL 3.6: the required fields of each msgtype, all inside the object named like the type.
    private static readonly Dictionary<string, string[]> Required = new(StringComparer.Ordinal)
    {
        ["text"] = ["content"],
        ["image"] = ["media_id"],
        ["voice"] = ["media_id"],
        ["video"] = ["media_id", "thumb_media_id"],
        ["music"] = ["musicurl", "hqmusicurl", "thumb_media_id"],
        ["news"] = [],
        ["mpnews"] = ["media_id"],
        ["mpnewsarticle"] = ["article_id"],
        ["msgmenu"] = [],
        ["wxcard"] = ["card_id"],
        ["miniprogrampage"] = ["title", "appid", "pagepath", "thumb_media_id"],
        ["link"] = ["title", "description", "url", "thumb_url"],
    };

    /// <summary>Returns the error of the body, or null.</summary>
    public static ApiError? Check(ApiCall call) =>
        call.Body.Length == 0 ? ApiError.EmptyBody
        : call.HasEscapes ? ApiError.EscapedCharacters
        : call.Json is null ? ApiError.InvalidBody
        : call.Field("touser") is null ? ApiError.InvalidOpenId
        : call.Field("msgtype") is not { } type || !Required.TryGetValue(type, out var fields) ? ApiError.InvalidMessageType
        : call.Json[type] is not JsonObject content ? Missing(type)
        : CheckContent(type, fields, content);

    private static ApiError? CheckContent(string type, string[] fields, JsonObject content) =>
        fields.FirstOrDefault(field => content.Text(field) is null) is { } missing ? Missing(missing)
        : type == "text" && Encoding.UTF8.GetByteCount(content.Text("content")!) > TextRules.MostBytes ? ApiError.ContentTooLong
        : type == "news" ? CheckArticles(content["articles"] as JsonArray)
        : type == "msgmenu" && content["list"] is not JsonArray { Count: > 0 } ? ApiError.InvalidArgument
        : null;

    private static ApiError? CheckArticles(JsonArray? articles) => articles?.Count switch
    {
        null or 0 => ApiError.EmptyNews,
        1 => null,
        _ => ApiError.TooManyArticles,
    };

    private static ApiError Missing(string field) => field switch
    {
        "text" or "content" => ApiError.EmptyContent,
        "news" => ApiError.EmptyNews,
        "media_id" or "thumb_media_id" => ApiError.InvalidMediaId,
        _ => ApiError.InvalidArgument,
    };
}
