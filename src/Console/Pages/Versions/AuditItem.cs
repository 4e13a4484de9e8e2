using System.Text.Json.Nodes;
using WxYarpGateway.Console.Gateways.Versions;

namespace WxYarpGateway.Console.Pages.Versions;

/// <summary>What an audit looks at: a page, and the category it belongs to. An item of WeChat's <c>item_list</c>.</summary>
public sealed class AuditItem
{
    /// <summary>The most items of one audit.</summary>
    public const int Most = 5;

    /// <summary>The most characters of a title.</summary>
    public const int LongestTitle = 32;

    // WeChat: at most ten tags of at most 20 characters, with a blank between.
    private const int MostTags = 10;
    private const int LongestTag = 20;

    /// <summary>Gets or sets which of the mini program's categories it has; null for none yet.</summary>
    public int? Category { get; set; }

    /// <summary>Gets or sets the page; empty for none yet.</summary>
    public string Page { get; set; } = "";

    /// <summary>Gets or sets the tags, with blanks between.</summary>
    public string Tags { get; set; } = "";

    /// <summary>Gets or sets the title; may be empty.</summary>
    public string Title { get; set; } = "";

    private string[] TagList => Tags.Split([' ', '\u3000', ',', '，'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Returns the name of the text that says what is wrong; null when nothing is.</summary>
    public string? WhyWrong(IReadOnlyList<CodeCategory> categories, IReadOnlyList<string> pages)
        => Category is not { } index || index < 0 || index >= categories.Count ? "ItemCategoryWrong"
            : !pages.Contains(Page, StringComparer.Ordinal) ? "ItemPageWrong"
            : TagList.Length > MostTags || TagList.Any(tag => tag.Length > LongestTag) ? "ItemTagsWrong"
            : Title.Trim().Length > LongestTitle ? "ItemTitleWrong"
            : null;

    /// <summary>Returns it as WeChat takes it. Nothing may be wrong with it.</summary>
    public JsonObject ToJson(IReadOnlyList<CodeCategory> categories)
    {
        var category = categories[Category!.Value];
        var item = new JsonObject
        {
            ["address"] = Page,
            ["first_class"] = category.FirstClass,
            ["second_class"] = category.SecondClass,
            ["first_id"] = category.FirstId,
            ["second_id"] = category.SecondId,
        };
        if (category.ThirdClass is { Length: > 0 } third)
        {
            item["third_class"] = third;
            item["third_id"] = category.ThirdId;
        }

        if (TagList is { Length: > 0 } tags)
        {
            item["tag"] = string.Join(' ', tags);
        }

        if (Title.Trim() is { Length: > 0 } title)
        {
            item["title"] = title;
        }

        foreach (var name in item.Where(field => field.Value is null).Select(field => field.Key).ToList())
        {
            item.Remove(name);
        }

        return item;
    }
}
