using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Publishing;

/// <summary>Answers <c>/cgi-bin/menu/…</c> and <c>/cgi-bin/get_current_selfmenu_info</c>.</summary>
internal sealed class MenuEndpoints(AccessGate gate, MenuBook menus)
{
    public Dictionary<string, Func<ApiCall, ApiAnswer>> Routes => new(StringComparer.Ordinal)
    {
        [ApiPath.MenuGet] = Get,
        [ApiPath.MenuCreate] = Create,
        ["/cgi-bin/menu/delete"] = gate.Get(Delete),
        ["/cgi-bin/get_current_selfmenu_info"] = gate.Get(DescribeCurrent),
    };

    private ApiAnswer Get(ApiCall call) =>
        !call.IsGet ? ApiError.RequiresGet
        : !gate.TryEnter(call, out var account, out var refusal) ? refusal
        : menus.TryFind(account.AppId, out var menu) ? new ApiAnswer(new JsonObject { ["menu"] = menu })
        : ApiError.NoMenu;

    private ApiAnswer Create(ApiCall call)
    {
        if (!gate.TryEnter(call, out var account, out var menu, out var refusal))
        {
            return refusal;
        }

        if ((call.HasEscapes ? ApiError.EscapedCharacters : MenuRules.Check(menu)) is { } error)
        {
            return error;
        }

        menus.Set(account.AppId, menu);
        return ApiAnswer.Ok();
    }

    private ApiAnswer Delete(SimulatedAccount account, ApiCall call)
    {
        menus.Delete(account.AppId);
        return ApiAnswer.Ok();
    }

    private ApiAnswer DescribeCurrent(SimulatedAccount account, ApiCall call)
    {
        if (!menus.TryFind(account.AppId, out var menu))
        {
            return new ApiAnswer(new JsonObject { ["is_menu_open"] = 0, ["selfmenu_info"] = new JsonObject() });
        }

        // This API wraps the second level's buttons in a list.
        foreach (var button in menu["button"]!.AsArray().OfType<JsonObject>())
        {
            if (button["sub_button"] is JsonArray { Count: > 0 } below)
            {
                button["sub_button"] = new JsonObject { ["list"] = below.DeepClone() };
            }
        }

        var current = new JsonObject { ["button"] = menu["button"]!.DeepClone() };
        return new ApiAnswer(new JsonObject { ["is_menu_open"] = 1, ["selfmenu_info"] = current });
    }
}
