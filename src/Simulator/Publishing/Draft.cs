using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Publishing;

/// <summary>A draft of articles. They are kept as text, since a JSON node belongs to one tree.</summary>
internal sealed record Draft(string MediaId, string Articles, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public JsonArray Items(bool withContent = true)
    {
        var items = JsonNode.Parse(Articles)!.AsArray();
        foreach (var item in items.OfType<JsonObject>())
        {
            if (!withContent)
            {
                item.Remove("content");
            }
        }

        return items;
    }

    public JsonObject Describe() => Describe(withContent: true);

    public JsonObject Summarize(bool withContent) => new()
    {
        ["media_id"] = MediaId,
        ["content"] = Describe(withContent),
        ["update_time"] = UpdatedAt.ToUnixTimeSeconds(),
    };

    private JsonObject Describe(bool withContent) => new()
    {
        ["news_item"] = Items(withContent),
        ["create_time"] = CreatedAt.ToUnixTimeSeconds(),
        ["update_time"] = UpdatedAt.ToUnixTimeSeconds(),
    };
}
