using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Publishing;

/// <summary>Keeps the menu of each account.</summary>
internal sealed class MenuBook
{
    private readonly ConcurrentDictionary<string, string> _menus = new(StringComparer.Ordinal);

    public void Set(string appId, JsonObject menu) => _menus[appId] = menu.ToJsonString();

    public void Delete(string appId) => _menus.TryRemove(appId, out _);

    public bool TryFind(string appId, [NotNullWhen(true)] out JsonObject? menu)
    {
        menu = _menus.TryGetValue(appId, out var json) ? JsonNode.Parse(json)!.AsObject() : null;
        return menu is not null;
    }
}
