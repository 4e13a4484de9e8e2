using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Shop;

/// <summary>Answers <c>POST /channels/ec/order/get</c> and <c>POST /channels/ec/aftersale/getaftersaleorder</c>.</summary>
internal sealed class ShopEndpoints(AccessGate gate, ShopBook book)
{
    public ApiAnswer GetOrder(ApiCall call) => Get(call, ShopKind.Order);

    public ApiAnswer GetAfterSaleOrder(ApiCall call) => Get(call, ShopKind.AfterSaleOrder);

    private ApiAnswer Get(ApiCall call, ShopKind kind)
    {
        if (!gate.TryEnter(call, out var account, out var json, out var refusal))
        {
            return refusal;
        }

        if (account.Switches.DeniesShopCaller)
        {
            return ApiError.ShopCallerNotRegistered;
        }

        if (kind.IdOf(json) is not { } id)
        {
            return ApiError.InvalidArguments;
        }

        if (!book.TryFind(account.AppId, kind, id, out var described))
        {
            return ApiError.NotExist;
        }

        return ApiAnswer.Ok().And(kind.Name, described);
    }
}
