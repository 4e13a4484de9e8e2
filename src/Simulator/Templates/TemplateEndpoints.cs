using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Templates;

/// <summary>Answers <c>POST /cgi-bin/message/template/send</c>, records accepted messages, and pushes their result.</summary>
internal sealed class TemplateEndpoints(AccessGate gate, TemplateRules rules, SentTemplates sent, LaterPushes later, TimeProvider clock)
{
    public ApiAnswer Send(ApiCall call)
    {
        if (!gate.TryEnter(call, out var account, out var json, out var refusal))
        {
            return refusal;
        }

        if (rules.Check(account, call) is { } error)
        {
            return error;
        }

        var id = RandomIds.MessageId();
        var toUser = call.Field("touser")!;
        sent.Add(new SentTemplate(account.AppId, toUser, call.Field("template_id")!, id, json, call.Text, clock.GetUtcNow()));
        if (account.Switches.TemplateJobStatus is { } status && account.GatewayUrl is not null)
        {
            var result = PushedMessage.Event("TEMPLATESENDJOBFINISH").From(toUser).With("MsgID", id).With("Status", status);
            later.Push(account.AppId, result);
        }

        return ApiAnswer.Ok().And("msgid", id);
    }
}
