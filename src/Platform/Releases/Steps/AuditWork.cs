using WxYarpGateway.Platform.Code;
using WxYarpGateway.Platform.Code.Answers;
using WxYarpGateway.Platform.Releases.Orders;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Platform.Releases.Steps;

/// <summary>Asks how the audit stands: after an event about it, and now and then, since events get lost.</summary>
internal sealed class AuditWork(CodeApi code)
{
    private const string Delayed = "WeChat says that the audit takes longer than usual.";

    private const string Unknown = "WeChat does not show the audit that was submitted.";

    /// <summary>Asks.</summary>
    public async ValueTask<ReleaseItem?> RunAsync(Turn turn, CancellationToken cancellationToken)
    {
        var asked = await code.LatestAuditAsync(turn.Program, cancellationToken);
        if (!asked.TryGet(out var audit, out var error))
        {
            return turn.Fail(error, CodeCalls.LatestAudit);
        }

        if (audit is null || (audit.AuditId == turn.Item.Progress.Seen && audit.AuditId != turn.Item.AuditId))
        {
            // What was submitted is not yet everywhere at WeChat.
            return turn.Fail(new WeChatError(CodeErrors.NoAudit, ErrorClass.Busy, Unknown), CodeCalls.LatestAudit);
        }

        if (!audit.IsOf(turn.Order.UserVersion))
        {
            return turn.End(ItemState.Skipped, $"WeChat has an audit of version {audit.Version} in the place of this one's.");
        }

        return audit.Status switch
        {
            AuditStatus.Approved => turn.After(ReleaseStep.Submit),
            AuditStatus.Rejected => turn.End(ItemState.Rejected, audit.Reason) with
            {
                Progress = turn.Item.Progress with { Screenshots = audit.Screenshot.Split('|', StringSplitOptions.RemoveEmptyEntries) },
            },
            AuditStatus.Undone => turn.End(ItemState.Failed, "The audit was withdrawn.") with { AuditId = "" },
            _ => Wait(turn, audit.Status == AuditStatus.Delayed ? Delayed : ""),
        };
    }

    private static ReleaseItem Wait(Turn turn, string sentence)
    {
        var progress = turn.Item.Progress;

        var polls = turn.Item.Told > progress.Heard ? 0 : progress.Polls + 1;
        return turn.Later(Pauses.Audit(polls), sentence) with
        {
            Progress = progress with { Heard = turn.Item.Told, Polls = polls, Failures = 0 },
        };
    }
}
