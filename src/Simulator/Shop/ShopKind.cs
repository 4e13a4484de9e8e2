using System.Text.Json;
using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Shop;

/// <summary>A kind of record that a shop's API returns, with the name of its id field.</summary>
internal sealed record ShopKind(string Name, string IdName)
{
    public static readonly ShopKind Order = new("order", "order_id");
    public static readonly ShopKind AfterSaleOrder = new("after_sale_order", "after_sale_order_id");

    /// <summary>Returns the id as written, without quotes; null when there is none.</summary>
    public string? IdOf(JsonObject described) =>
        described[IdName] is JsonValue value
        && value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number
        && value.ToString() is { Length: > 0 } id
            ? id
            : null;
}
