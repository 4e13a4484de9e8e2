using WxYarpGateway.Platform.Code;
using WxYarpGateway.Platform.Code.Answers;
using WxYarpGateway.Platform.Releases.Orders;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Platform.Releases.Steps;

/// <summary>The steps that are orders of their own: undo, rollback, visit-open, visit-close, speed-up.</summary>
internal sealed class SingleWork(CodeApi code)
{
    // The audit has been sped up already (speedupaudit).
    private const int SpedUp = 89404;

    /// <summary>Takes the step; returns null when another replica goes on.</summary>
    public ValueTask<ReleaseItem?> RunAsync(Turn turn, ReleaseStep step, CancellationToken cancellationToken) => step switch
    {
        ReleaseStep.Rollback => RollBackAsync(turn, cancellationToken),
        ReleaseStep.VisitOpen => SetVisitsAsync(turn, VisitStatus.Open, cancellationToken),
        ReleaseStep.VisitClose => SetVisitsAsync(turn, VisitStatus.Suspended, cancellationToken),
        _ => OfAuditAsync(turn, step, cancellationToken),
    };

    private async ValueTask<ReleaseItem?> OfAuditAsync(Turn turn, ReleaseStep step, CancellationToken cancellationToken)
    {
        var asked = await code.LatestAuditAsync(turn.Program, cancellationToken);
        if (!asked.TryGet(out var audit, out var error))
        {
            return turn.Fail(error, CodeCalls.LatestAudit);
        }

        if (turn.Item.Progress.IsTried && audit?.Status == AuditStatus.Undone && audit.AuditId == turn.Item.Progress.Seen)
        {
            return turn.After(step);
        }

        if (!audit.IsUnderWay() || !audit.IsOf(turn.Order.UserVersion))
        {
            return turn.End(ItemState.Skipped, audit.IsUnderWay() ? $"WeChat audits version {audit!.Version}." : "No audit is under way.");
        }

        if (turn.AwaitLate() is { } waiting)
        {
            return waiting;
        }

        if (!await turn.TryingAsync(audit!.AuditId, cancellationToken))
        {
            return null;
        }

        if (step == ReleaseStep.Undo)
        {
            return End(turn, step, await code.UndoAuditAsync(turn.Program, cancellationToken), CodeCalls.UndoAudit);
        }

        var done = await code.SpeedUpAsync(turn.Program, audit.AuditId, cancellationToken);
        return done.Error?.ErrorCode == SpedUp ? turn.After(step) : End(turn, step, done, CodeCalls.SpeedUp);
    }

    private async ValueTask<ReleaseItem?> RollBackAsync(Turn turn, CancellationToken cancellationToken)
    {
        var asked = await code.VersionInfoAsync(turn.Program, cancellationToken);
        if (!asked.TryGet(out var versions, out var error))
        {
            return turn.Fail(error, CodeCalls.VersionInfo);
        }

        var live = versions.Released;
        if (turn.Item.Progress.IsTried && live.Mark() != turn.Item.Progress.Seen)
        {
            return turn.After(ReleaseStep.Rollback);
        }

        if (turn.Order.UserVersion.Length > 0 && live?.Version != turn.Order.UserVersion)
        {
            return turn.End(ItemState.Skipped, $"The live version is {live?.Version ?? "none"}, not {turn.Order.UserVersion}.");
        }

        return turn.AwaitLate() is { } waiting ? waiting : await turn.TryingAsync(live.Mark(), cancellationToken)
            ? End(
                turn,
                ReleaseStep.Rollback,
                await code.RollbackAsync(turn.Program, appVersion: null, cancellationToken),
                CodeCalls.Rollback)
            : null;
    }

    private async ValueTask<ReleaseItem?> SetVisitsAsync(Turn turn, VisitStatus wanted, CancellationToken cancellationToken)
    {
        var step = wanted == VisitStatus.Open ? ReleaseStep.VisitOpen : ReleaseStep.VisitClose;
        var asked = await code.VisitStatusAsync(turn.Program, cancellationToken);
        return !asked.TryGet(out var status, out var error) ? turn.Fail(error, CodeCalls.VisitStatus)
            : status == wanted ? turn.After(step)
            : End(turn, step, await code.SetVisitStatusAsync(turn.Program, wanted, cancellationToken), CodeCalls.SetVisitStatus);
    }

    private static ReleaseItem End(Turn turn, ReleaseStep step, WeChatResult done, CodeCall call)
        => done.Succeeded ? turn.After(step) : turn.Fail(done.Error, call);
}
