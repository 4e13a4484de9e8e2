using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tokens;

/// <summary>Answers <c>GET /cgi-bin/ticket/getticket</c>.</summary>
internal sealed class TicketEndpoints(AccessGate gate, TicketRegister tickets)
{
    public ApiAnswer Get(ApiCall call)
    {
        if (!call.IsGet)
        {
            return ApiError.RequiresGet;
        }

        if (!gate.TryEnter(call, out var account, out var refusal))
        {
            return refusal;
        }

        if (account.Switches.LacksTicketApi)
        {
            return ApiError.Unauthorized;
        }

        if (call.Parameter("type") is not { } type || type is not ("jsapi" or "wx_card"))
        {
            return ApiError.InvalidArguments;
        }

        var (ticket, expiresIn) = tickets.Issue(account.AppId, type);
        return new ApiAnswer(new JsonObject { ["errcode"] = 0, ["errmsg"] = "ok", ["ticket"] = ticket, ["expires_in"] = expiresIn });
    }
}
