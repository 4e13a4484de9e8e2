using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Shop;

/// <summary>The body of <c>POST /simulator/order</c>: the account, and an order or an after-sale order of its shop.</summary>
internal sealed record ShopOrder
{
    public required string AppId { get; init; }

    public JsonObject? Order { get; init; }

    public JsonObject? AfterSaleOrder { get; init; }

    public void Add(ShopBook book)
    {
        if (Order is null && AfterSaleOrder is null)
        {
            throw new ArgumentException("Name what to add: 'order' or 'afterSaleOrder'.");
        }

        if (Order is not null)
        {
            book.AddOrder(AppId, Order);
        }

        if (AfterSaleOrder is not null)
        {
            book.AddAfterSaleOrder(AppId, AfterSaleOrder);
        }
    }
}
