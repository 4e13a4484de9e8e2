using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Tokens;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.Publishing;

/// <summary>Answers <c>/cgi-bin/message/mass/…</c>, records accepted messages, and pushes <c>MASSSENDJOBFINISH</c>.</summary>
internal sealed class MassMessageEndpoints(
    AccessGate gate,
    MassMessageRules rules,
    SentMassMessages sent,
    UserBook users,
    LaterPushes later)
{
    // Documented: between 2 and 10,000 openids.
    private const int FewestUsers = 2;
    private const int MostUsers = 10_000;

    private long _last = 1_000_000_000;

    public Dictionary<string, Func<ApiCall, ApiAnswer>> Routes => new(StringComparer.Ordinal)
    {
        ["/cgi-bin/message/mass/sendall"] = gate.Post(SendToAll),
        ["/cgi-bin/message/mass/send"] = gate.Post(SendToSome),
        ["/cgi-bin/message/mass/preview"] = gate.Post(Preview),
        ["/cgi-bin/message/mass/get"] = gate.Post(Get),
        ["/cgi-bin/message/mass/delete"] = gate.Post(Delete),
    };

    private ApiAnswer SendToAll(SimulatedAccount account, JsonObject json)
    {
        if (json["filter"] is not JsonObject filter)
        {
            return ApiError.InvalidArguments;
        }

        var followers = users.Of(account.AppId).Where(user => user.IsSubscribed);
        var tag = filter.Number("tag_id");
        return filter.Flag("is_to_all") == true ? Send(account, json, followers)
            : tag is null ? ApiError.InvalidTag
            : Send(account, json, followers.Where(user => user.TagIds.Any(id => id == tag)));
    }

    private ApiAnswer SendToSome(SimulatedAccount account, JsonObject json)
    {
        if (json.Texts("touser") is not { } openIds)
        {
            return ApiError.InvalidOpenIdList;
        }

        return openIds.Count < FewestUsers ? ApiError.TooFewOpenIds
            : openIds.Count > MostUsers ? ApiError.InvalidOpenIdCount
            : openIds.Any(openId => users.IsForeign(account.AppId, openId)) ? ApiError.InvalidOpenId
            : Send(account, json, openIds.Select(openId => Find(account, openId)));
    }

    // As with customer-service messages, an unknown user counts as a follower.
    private SimulatedUser Find(SimulatedAccount account, string openId) =>
        users.TryFind(account.AppId, openId, out var user) ? user : new SimulatedUser { OpenId = openId };

    private ApiAnswer Send(SimulatedAccount account, JsonObject json, IEnumerable<SimulatedUser> receivers)
    {
        if (rules.Check(account.AppId, json) is { } error)
        {
            return error;
        }

        // WeChat takes the same clientmsgid within 24 hours for the same message.
        if (json.Text("clientmsgid") is { } own
            && sent.Of(account.AppId).FirstOrDefault(message => message.Body.Text("clientmsgid") == own) is { } earlier)
        {
            return ApiAnswer.Of(ApiError.MessageExists).And("msg_id", earlier.MsgId);
        }

        var all = receivers.ToList();
        var reached = all.Where(user => user.IsSubscribed).Select(user => user.OpenId).ToList();
        var message = new MassMessage(account.AppId, Interlocked.Increment(ref _last), json.Text("msgtype")!, reached, json);
        sent.Put(message);
        PushResult(account, message, total: all.Count);
        var answer = ApiAnswer.Ok().And("errmsg", "send job submission success").And("msg_id", message.MsgId);
        return message.MsgType == "mpnews" ? answer.And("msg_data_id", message.MsgId + 1) : answer;
    }

    private void PushResult(SimulatedAccount account, MassMessage message, int total)
    {
        if (account.Switches.MassJobStatus is not { } status || account.GatewayUrl is null)
        {
            return;
        }

        var reached = status == "send success" ? message.ToUsers.Count : 0;
        later.Push(account.AppId, PushedMessage.Event("MASSSENDJOBFINISH")
            .With("MsgID", message.MsgId)
            .With("Status", status)
            .With("TotalCount", total)
            .With("FilterCount", total)
            .With("SentCount", reached)
            .With("ErrorCount", total - reached));
    }

    private ApiAnswer Preview(SimulatedAccount account, JsonObject json) =>
        json.Text("touser") is null && json.Text("towxname") is null ? ApiError.InvalidOpenId
        : rules.Check(account.AppId, json) is { } error ? error
        : ApiAnswer.Ok().And("errmsg", "preview success").And("msg_id", Interlocked.Increment(ref _last));

    private ApiAnswer Get(SimulatedAccount account, JsonObject json) =>
        sent.TryFind(account.AppId, json.Number("msg_id"), out var message)
            ? new ApiAnswer(new JsonObject { ["msg_id"] = message.MsgId, ["msg_status"] = StatusOf(account, message) })
            : ApiError.InvalidArguments;

    private static string StatusOf(SimulatedAccount account, MassMessage message) =>
        message.IsDeleted ? "DELETE" : account.Switches.MassJobStatus is null or "send success" ? "SEND_SUCCESS" : "SEND_FAIL";

    private ApiAnswer Delete(SimulatedAccount account, JsonObject json)
    {
        if (!sent.TryFind(account.AppId, json.Number("msg_id"), out var message))
        {
            return ApiError.InvalidArguments;
        }

        sent.Put(message with { IsDeleted = true });
        return ApiAnswer.Ok();
    }
}
