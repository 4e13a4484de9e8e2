using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Code.Audits;

/// <summary>Checks what <c>submit_audit</c> says about the code: its pages and categories, and the previews.</summary>
internal static class AuditItems
{
    // Documented: one to five items; a title of at most 32 characters; ten tags of at most 20.
    private const int MostItems = 5;
    private const int LongestTitle = 32;
    private const int MostTags = 10;
    private const int LongestTag = 20;
    private const int MostPictures = 10;
    private const int MostVideos = 1;

    /// <summary>Returns the error of the body, or null; <paramref name="knowsMedia"/> tells which media ids may still be used.</summary>
    public static ApiError? Check(JsonObject json, CodeSwitches code, Func<string, bool> knowsMedia) =>
        CheckItems(json["item_list"], code) ?? CheckPreview(json["preview_info"], knowsMedia);

    private static ApiError? CheckItems(JsonNode? list, CodeSwitches code) =>
        list is null ? null
        : list is not JsonArray { Count: >= 1 and <= MostItems } items ? CodeErrors.InvalidItemCount
        : items.Select(item => item is JsonObject fields ? CheckItem(fields, code) : CodeErrors.ItemMissing)
            .FirstOrDefault(error => error is not null);

    private static ApiError? CheckItem(JsonObject item, CodeSwitches code)
    {
        var (first, second) = (item.Text("first_class"), item.Text("second_class"));
        var tags = item.Text("tag")?.Split(' ') ?? [];
        return first is null || second is null ? CodeErrors.ItemMissing
            : !code.Categories.Any(category => category.FirstClass == first && category.SecondClass == second)
                ? CodeErrors.InvalidCategory
            : item.Text("address") is { } page && !code.Pages.Contains(page) ? CodeErrors.InvalidPage
            : item.Text("title")?.Length > LongestTitle ? CodeErrors.InvalidTitle
            : tags.Length > MostTags || tags.Any(tag => tag.Length > LongestTag) ? CodeErrors.InvalidTag
            : null;
    }

    private static ApiError? CheckPreview(JsonNode? node, Func<string, bool> knowsMedia)
    {
        if (node is null)
        {
            return null;
        }

        var preview = node as JsonObject;
        var pictures = IdsOf(preview, "pic_id_list");
        var videos = IdsOf(preview, "video_id_list");
        return preview is null || pictures is null || videos is null ? CodeErrors.InvalidPreview
            : pictures.Count > MostPictures || videos.Count > MostVideos ? CodeErrors.TooManyPreviews
            : pictures.Concat(videos).All(knowsMedia) ? null
            : CodeErrors.InvalidPreview;
    }

    private static IReadOnlyList<string>? IdsOf(JsonObject? preview, string name) =>
        preview?[name] is null ? [] : preview.Texts(name);
}
