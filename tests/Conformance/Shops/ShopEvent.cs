using System.Text.Json;

namespace WxYarpGateway.Conformance.Shops;

/// <summary>One push out of <c>Shops/events.json</c>, to the letter. A new line there is a new case.</summary>
internal sealed record ShopEvent(string Name, string Push)
{
    public static ILookup<string, ShopEvent> All { get; } = Read().ToLookup(push => push.Name);

    public JsonElement Json => JsonDocument.Parse(Push).RootElement;

    private static List<ShopEvent> Read()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Shops", "events.json")));
        return [.. file.RootElement.EnumerateArray().Select(
            push => new ShopEvent(push.GetProperty("Event").GetString()!, push.GetRawText()))];
    }
}
