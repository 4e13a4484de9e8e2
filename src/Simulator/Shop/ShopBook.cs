using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Shop;

/// <summary>Keeps the orders and after-sale orders of every Channels shop, exactly as they were added.</summary>
public sealed class ShopBook
{
    private readonly ConcurrentDictionary<(string AppId, string Kind, string Id), string> _described = new();

    /// <summary>Adds an order, or replaces the one of the same <c>order_id</c>, a number or a string.</summary>
    public void AddOrder(string appId, JsonObject order) => Add(appId, ShopKind.Order, order);

    /// <summary>Adds an after-sale order, or replaces the one of the same <c>after_sale_order_id</c>, a number or a string.</summary>
    public void AddAfterSaleOrder(string appId, JsonObject afterSaleOrder) => Add(appId, ShopKind.AfterSaleOrder, afterSaleOrder);

    internal bool TryFind(string appId, ShopKind kind, string id, [NotNullWhen(true)] out JsonNode? described)
    {
        described = _described.TryGetValue((appId, kind.Name, id), out var json) ? JsonNode.Parse(json) : null;
        return described is not null;
    }

    // Kept as text: a JSON node belongs to one tree, and text keeps numbers of any length exact.
    private void Add(string appId, ShopKind kind, JsonObject described)
    {
        var id = kind.IdOf(described)
            ?? throw new ArgumentException($"The order must have '{kind.IdName}', a number or a string.", nameof(described));
        _described[(appId, kind.Name, id)] = described.ToJsonString();
    }
}
