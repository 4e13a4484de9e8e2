using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.CustomerService;

/// <summary>Answers <c>POST /cgi-bin/message/custom/send</c> and records what it accepts.</summary>
internal sealed class CustomerServiceEndpoints(AccessGate gate, ReplyWindows windows, SentMessages sent, ChatLog chats, TimeProvider clock)
{
    public ApiAnswer Send(ApiCall call)
    {
        if (!call.IsPost)
        {
            return ApiError.RequiresPost;
        }

        if (!gate.TryEnter(call, out var account, out var refusal))
        {
            return refusal;
        }

        if (account.Switches.LacksCustomerServiceApi)
        {
            return ApiError.Unauthorized;
        }

        if (CustomMessageRules.Check(call) is { } error)
        {
            return error;
        }

        var toUser = call.Field("touser")!;
        if (account.Switches.EnforcesReplyWindows && windows.Take(account.AppId, toUser) is { } closed)
        {
            return closed;
        }

        var message = new SentMessage(account.AppId, toUser, call.Field("msgtype")!, call.Json!, call.Text, clock.GetUtcNow());
        chats.Add(account.AppId, toUser, ChatStepKind.Message, message.Text ?? message.MsgType);
        sent.Add(message);
        return ApiAnswer.Ok() with { ContentType = ApiAnswer.PlainText };
    }
}
