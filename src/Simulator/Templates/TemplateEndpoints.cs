using System.Security.Cryptography;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Simulator.Templates;

/// <summary>Answers <c>POST /cgi-bin/message/template/send</c>, records what it accepts, and has its fate pushed if the account wants that.</summary>
internal sealed class TemplateEndpoints(AccessGate gate, TemplateRules rules, SentTemplates sent, LaterPushes later, TimeProvider clock)
{
    public ApiAnswer Send(ApiCall call)
    {
        if (!gate.TryEnter(call, out var account, out var json, out var refusal))
        {
            return refusal;
        }

        if (rules.Check(account, call) is { } fault)
        {
            return fault;
        }

        // Real ids have 64 bits and lie above 2^53, where a double loses count.
        var id = (1L << 61) | (BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) & ((1L << 60) - 1));
        var toUser = call.Field("touser")!;
        sent.Add(new SentTemplate(account.AppId, toUser, call.Field("template_id")!, id, json, call.Text, clock.GetUtcNow()));
        if (account.Switches.TemplateJobStatus is { } status && account.GatewayUrl is not null)
        {
            later.Push(account.AppId, PushedMessage.Event("TEMPLATESENDJOBFINISH").From(toUser).With("MsgID", id).With("Status", status));
        }

        var answer = ApiAnswer.Ok();
        answer.Body["msgid"] = id;
        return answer;
    }
}
