using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Shop;

/// <summary>Knows the orders and after-sale orders of every Channels shop, exactly as they were given.</summary>
public sealed class ShopBook
{
    private readonly ConcurrentDictionary<(string AppId, string Kind, string Id), string> _described = new();

    /// <summary>Adds an order, or replaces the one of the same <c>order_id</c>, which may be a number or a text.</summary>
    public void AddOrder(string appId, JsonObject order) => Add(appId, ShopKind.Order, order);

    /// <summary>Adds an after-sale order, or replaces the one of the same <c>after_sale_order_id</c>, which may be a number or a text.</summary>
    public void AddAfterSaleOrder(string appId, JsonObject afterSaleOrder) => Add(appId, ShopKind.AfterSaleOrder, afterSaleOrder);

    internal bool TryFind(string appId, ShopKind kind, string id, [NotNullWhen(true)] out JsonNode? described)
    {
        described = _described.TryGetValue((appId, kind.Name, id), out var json) ? JsonNode.Parse(json) : null;
        return described is not null;
    }

    // As text, since a node belongs to one tree, and so that numbers of any length stay what they are.
    private void Add(string appId, ShopKind kind, JsonObject described)
    {
        var id = kind.IdOf(described) ?? throw new ArgumentException($"It must have '{kind.IdName}', a number or a text.", nameof(described));
        _described[(appId, kind.Name, id)] = described.ToJsonString();
    }
}
