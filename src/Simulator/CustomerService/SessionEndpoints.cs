using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.CustomerService;

/// <summary>Answers <c>/customservice/kfsession/…</c>: sessions of users and agents. Their beginning and end are pushed.</summary>
internal sealed class SessionEndpoints(
    AccessGate gate,
    AccountShelf<Agent> agents,
    AccountShelf<AgentSession> sessions,
    LaterPushes later,
    TimeProvider clock)
{
    public Dictionary<string, Func<ApiCall, ApiAnswer>> Routes => new(StringComparer.Ordinal)
    {
        ["/customservice/kfsession/create"] = gate.Post(Create),
        ["/customservice/kfsession/close"] = gate.Post(Close),
        ["/customservice/kfsession/getsession"] = gate.Get(Get),
        ["/customservice/kfsession/getsessionlist"] = gate.Get(List),
        ["/customservice/kfsession/getwaitcase"] = gate.Get((_, _) =>
            new ApiAnswer(new JsonObject { ["count"] = 0, ["waitcaselist"] = new JsonArray() })),
    };

    private ApiAnswer Create(SimulatedAccount account, JsonObject json)
    {
        if (Check(account, json, out var agent, out var openId) is { } error)
        {
            return error;
        }

        sessions.Put(account.AppId, openId, new AgentSession(openId, agent, clock.GetUtcNow()));
        Push(account, "kf_create_session", agent, openId);
        return ApiAnswer.Ok();
    }

    private ApiAnswer Close(SimulatedAccount account, JsonObject json)
    {
        if (Check(account, json, out var agent, out var openId) is { } error)
        {
            return error;
        }

        if (sessions.Remove(account.AppId, openId))
        {
            Push(account, "kf_close_session", agent, openId);
        }

        return ApiAnswer.Ok();
    }

    private ApiAnswer Get(SimulatedAccount account, ApiCall call) =>
        call.Parameter("openid") is not { } openId ? ApiError.InvalidOpenId
        : sessions.TryFind(account.AppId, openId, out var session)
            ? new ApiAnswer(new JsonObject { ["createtime"] = session.StartedAt.ToUnixTimeSeconds(), ["kf_account"] = session.Agent })
            : new ApiAnswer(new JsonObject { ["createtime"] = 0, ["kf_account"] = "" });

    private ApiAnswer List(SimulatedAccount account, ApiCall call)
    {
        if (!agents.TryFind(account.AppId, call.Parameter("kf_account"), out var agent))
        {
            return ApiError.InvalidAgent;
        }

        var own = sessions.Of(account.AppId).Where(session => session.Agent == agent.Account)
            .Select(session => new JsonObject { ["createtime"] = session.StartedAt.ToUnixTimeSeconds(), ["openid"] = session.OpenId });
        return new ApiAnswer(new JsonObject { ["sessionlist"] = new JsonArray([.. own]) });
    }

    private ApiError? Check(SimulatedAccount account, JsonObject json, out string agent, out string openId)
    {
        (agent, openId) = (json.Text("kf_account") ?? "", json.Text("openid") ?? "");
        return !agents.TryFind(account.AppId, agent, out _) ? ApiError.InvalidAgent
            : openId.Length == 0 ? ApiError.InvalidOpenId
            : null;
    }

    private void Push(SimulatedAccount account, string name, string agent, string openId)
    {
        if (account.GatewayUrl is not null)
        {
            later.Push(account.AppId, PushedMessage.Event(name).From(openId).With("KfAccount", agent));
        }
    }
}
