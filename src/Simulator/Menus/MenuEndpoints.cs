using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Menus;

/// <summary>Answers <c>GET /cgi-bin/menu/get</c> and <c>POST /cgi-bin/menu/create</c>, which stand for all APIs that take and give JSON.</summary>
internal sealed class MenuEndpoints(AccessGate gate, MenuBook menus)
{
    public ApiAnswer Get(ApiCall call) =>
        !call.IsGet ? ApiError.RequiresGet
        : !gate.TryEnter(call, out var account, out var refusal) ? refusal
        : menus.TryFind(account.AppId, out var menu) ? new ApiAnswer(new JsonObject { ["menu"] = menu })
        : ApiError.NoMenu;

    public ApiAnswer Create(ApiCall call)
    {
        if (!call.IsPost)
        {
            return ApiError.RequiresPost;
        }

        if (!gate.TryEnter(call, out var account, out var refusal))
        {
            return refusal;
        }

        if (call.Json is not { } menu)
        {
            return call.Body.Length == 0 ? ApiError.EmptyBody : ApiError.InvalidBody;
        }

        menus.Set(account.AppId, menu);
        return ApiAnswer.Ok();
    }
}
