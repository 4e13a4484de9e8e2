using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.CustomerService;

/// <summary>Answers <c>/cgi-bin/customservice/…</c> and <c>/customservice/kfaccount/…</c>: the agents of an account.</summary>
internal sealed partial class AgentEndpoints(AccessGate gate, AccountShelf<Agent> agents, AccountShelf<AgentSession> sessions)
{
    // Documented: 100 agents; nicknames of 16 characters.
    private const int MostAgents = 100;
    private const int LongestNickname = 16;

    private int _last = 1000;

    public Dictionary<string, Func<ApiCall, ApiAnswer>> Routes => new(StringComparer.Ordinal)
    {
        ["/cgi-bin/customservice/getkflist"] = gate.Get((account, _) => Unless(account) ?? List(account, "kf_list", Describe)),
        ["/cgi-bin/customservice/getonlinekflist"] = gate.Get((account, _) =>
            Unless(account) ?? List(account, "kf_online_list", agent => DescribeOnline(account, agent))),
        ["/customservice/kfaccount/add"] = gate.Post((account, json) => Unless(account) ?? Add(account, json)),
        ["/customservice/kfaccount/update"] = gate.Post((account, json) => Unless(account) ?? Update(account, json)),
        ["/customservice/kfaccount/del"] = gate.Get((account, call) => Unless(account) ?? Delete(account, call)),
    };

    private static ApiAnswer? Unless(SimulatedAccount account) =>
        account.Switches.LacksCustomerServiceApi ? ApiAnswer.Of(ApiError.Unauthorized) : null;

    private ApiAnswer List(SimulatedAccount account, string name, Func<Agent, JsonObject> describe) =>
        new(new JsonObject { [name] = new JsonArray([.. agents.Of(account.AppId).Select(describe)]) });

    private ApiAnswer Add(SimulatedAccount account, JsonObject json)
    {
        var (name, nickname) = (json.Text("kf_account"), json.Text("nickname"));
        if (name is null || !Name().IsMatch(name))
        {
            return ApiError.InvalidAgentAccount;
        }

        if (nickname is not { Length: <= LongestNickname })
        {
            return ApiError.InvalidAgentName;
        }

        if (agents.TryFind(account.AppId, name, out _))
        {
            return ApiError.AgentExists;
        }

        if (agents.Of(account.AppId).Count >= MostAgents)
        {
            return ApiError.TooManyAgents;
        }

        agents.Put(account.AppId, name, new Agent(name, Interlocked.Increment(ref _last), nickname));
        return ApiAnswer.Ok();
    }

    private ApiAnswer Update(SimulatedAccount account, JsonObject json)
    {
        if (!agents.TryFind(account.AppId, json.Text("kf_account"), out var agent))
        {
            return ApiError.InvalidAgent;
        }

        if (json.Text("nickname") is not { Length: <= LongestNickname } nickname)
        {
            return ApiError.InvalidAgentName;
        }

        agents.Put(account.AppId, agent.Account, agent with { Nickname = nickname });
        return ApiAnswer.Ok();
    }

    private ApiAnswer Delete(SimulatedAccount account, ApiCall call) =>
        agents.Remove(account.AppId, call.Parameter("kf_account")) ? ApiAnswer.Ok() : ApiError.InvalidAgent;

    private static JsonObject Describe(Agent agent) => new()
    {
        ["kf_account"] = agent.Account,
        ["kf_headimgurl"] = "http://mmbiz.qpic.cn/simulated",
        ["kf_id"] = agent.Id.ToString(CultureInfo.InvariantCulture),
        ["kf_nick"] = agent.Nickname,
    };

    // Every agent is online, in the web client.
    private JsonObject DescribeOnline(SimulatedAccount account, Agent agent) => new()
    {
        ["kf_account"] = agent.Account,
        ["status"] = 1,
        ["kf_id"] = agent.Id.ToString(CultureInfo.InvariantCulture),
        ["accepted_case"] = sessions.Of(account.AppId).Count(session => session.Agent == agent.Account),
    };

    [GeneratedRegex("^[A-Za-z0-9_]{1,10}@[A-Za-z0-9_-]+$")]
    private static partial Regex Name();
}
