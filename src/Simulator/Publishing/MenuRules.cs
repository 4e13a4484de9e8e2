using System.Text;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Publishing;

/// <summary>Checks a menu as WeChat does: at most three buttons, five in each of them, and two levels.</summary>
internal static class MenuRules
{
    private const int MostButtons = 3;
    private const int MostSubButtons = 5;
    private const int LongestName = 16;
    private const int LongestSubName = 60;
    private const int LongestKey = 128;
    private const int LongestUrl = 1024;

    private static readonly Errors Top =
        new(ApiError.InvalidButtonType, ApiError.InvalidButtonName, ApiError.InvalidButtonKey, ApiError.InvalidButtonUrl);
    private static readonly Errors Sub =
        new(ApiError.InvalidSubButtonType, ApiError.InvalidSubButtonName, ApiError.InvalidSubButtonKey, ApiError.InvalidSubButtonUrl);

    // The fields that each type of button must have.
    private static readonly Dictionary<string, string[]> Required = new(StringComparer.Ordinal)
    {
        ["click"] = ["key"],
        ["view"] = ["url"],
        ["scancode_push"] = ["key"],
        ["scancode_waitmsg"] = ["key"],
        ["pic_sysphoto"] = ["key"],
        ["pic_photo_or_album"] = ["key"],
        ["pic_weixin"] = ["key"],
        ["location_select"] = ["key"],
        ["media_id"] = ["media_id"],
        ["view_limited"] = ["media_id"],
        ["article_id"] = ["article_id"],
        ["article_view_limited"] = ["article_id"],
        ["miniprogram"] = ["url", "appid", "pagepath"],
    };

    /// <summary>Returns the error of the menu, or null.</summary>
    public static ApiError? Check(JsonObject menu) =>
        menu["button"] is not JsonArray { Count: > 0 and <= MostButtons } buttons ? ApiError.InvalidButtonCount
        : buttons.Select(CheckTop).FirstOrDefault(error => error is not null);

    private static ApiError? CheckTop(JsonNode? button) =>
        button is JsonObject top && top["sub_button"] is JsonArray { Count: > 0 } below
            ? CheckName(top, LongestName, Top) ?? CheckBelow(below)
            : CheckLeaf(button, LongestName, Top);

    private static ApiError? CheckBelow(JsonArray buttons) =>
        buttons.Count > MostSubButtons ? ApiError.InvalidSubButtonCount
        : buttons.Select(button => CheckLeaf(button, LongestSubName, Sub)).FirstOrDefault(error => error is not null);

    private static ApiError? CheckLeaf(JsonNode? node, int longestName, Errors errors) =>
        node is not JsonObject button ? errors.Type
        : CheckName(button, longestName, errors) is { } error ? error
        : button.Text("type") is not { } type || !Required.TryGetValue(type, out var fields) ? errors.Type
        : fields.FirstOrDefault(field => button.Text(field) is null) is { } missing ? Missing(missing, errors)
        : Bytes(button.Text("key")) > LongestKey ? errors.Key
        : Bytes(button.Text("url")) > LongestUrl ? errors.Url
        : null;

    private static ApiError? CheckName(JsonObject button, int longest, Errors errors) =>
        button.Text("name") is { } name && Bytes(name) <= longest ? null : errors.Name;

    private static ApiError Missing(string field, Errors errors) => field switch
    {
        "key" => errors.Key,
        "url" => errors.Url,
        "media_id" => ApiError.InvalidMediaId,
        "article_id" => ApiError.InvalidArticle,
        "appid" => ApiError.InvalidAppId,
        _ => ApiError.InvalidArgument,
    };

    private static int Bytes(string? text) => Encoding.UTF8.GetByteCount(text ?? "");

    private sealed record Errors(ApiError Type, ApiError Name, ApiError Key, ApiError Url);
}
