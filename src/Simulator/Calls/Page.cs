using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Calls;

/// <summary>The page of a list that a <c>…/batchget</c> call asks for.</summary>
internal sealed record Page(int Offset, int Count)
{
    // Documented for materials, drafts and publications: 1 to 20.
    private const int Most = 20;

    public static Page? Of(JsonObject json) =>
        json.Number("offset") is >= 0 and <= int.MaxValue and var offset && json.Number("count") is >= 1 and <= Most and var count
            ? new Page((int)offset, (int)count)
            : null;

    public ApiAnswer Answer<T>(IReadOnlyList<T> all, Func<T, JsonObject> describe)
    {
        var items = all.Skip(Offset).Take(Count).Select(item => (JsonNode?)describe(item)).ToArray();
        return new ApiAnswer(new JsonObject
        {
            ["total_count"] = all.Count,
            ["item_count"] = items.Length,
            ["item"] = new JsonArray(items),
        });
    }
}
