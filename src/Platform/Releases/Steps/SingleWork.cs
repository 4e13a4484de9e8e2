using WxYarpGateway.Platform.Releases.Orders;
using WxYarpGateway.Platform.Releases.Programs;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Platform.Releases.Steps;

/// <summary>The steps that are orders of their own: undo, rollback, visit-open, visit-close, speed-up.</summary>
internal sealed class SingleWork(IProgramCode code)
{
    /// <summary>Takes the step; returns null when another replica goes on.</summary>
    public ValueTask<ReleaseItem?> RunAsync(Turn turn, ReleaseStep step, CancellationToken cancellationToken) => step switch
    {
        ReleaseStep.Rollback => RollBackAsync(turn, cancellationToken),
        ReleaseStep.VisitOpen => SetVisitAsync(turn, isOpen: true, cancellationToken),
        ReleaseStep.VisitClose => SetVisitAsync(turn, isOpen: false, cancellationToken),
        _ => OfAuditAsync(turn, step, cancellationToken),
    };

    private async ValueTask<ReleaseItem?> OfAuditAsync(Turn turn, ReleaseStep step, CancellationToken cancellationToken)
    {
        var asked = await code.AuditAsync(turn.Program, cancellationToken);
        if (!asked.TryGet(out var audit, out var error))
        {
            return turn.Fail(error);
        }

        if (step == ReleaseStep.Undo && turn.Item.Progress.IsTried && audit.Status == AuditStatus.Withdrawn
            && audit.Id == turn.Item.Progress.Seen)
        {
            return turn.After(step);
        }

        if (!audit.IsUnderWay || !audit.IsOf(turn.Order.UserVersion))
        {
            return turn.End(ItemState.Skipped, audit.IsUnderWay ? $"WeChat audits version {audit.Version}." : "No audit is under way.");
        }

        if (!await turn.TryingAsync(audit.Id, cancellationToken))
        {
            return null;
        }

        var done = step == ReleaseStep.Undo
            ? await code.UndoAsync(turn.Program, cancellationToken)
            : await code.SpeedUpAsync(turn.Program, audit.Id, cancellationToken);
        return End(turn, step, done, CodeErrors.SpedUp);
    }

    private async ValueTask<ReleaseItem?> RollBackAsync(Turn turn, CancellationToken cancellationToken)
    {
        var asked = await code.VersionsAsync(turn.Program, cancellationToken);
        if (!asked.TryGet(out var versions, out var error))
        {
            return turn.Fail(error);
        }

        var live = versions.Live;
        if (turn.Item.Progress.IsTried && live.Mark != turn.Item.Progress.Seen)
        {
            return turn.After(ReleaseStep.Rollback);
        }

        if (turn.Order.UserVersion.Length > 0 && live.Version != turn.Order.UserVersion)
        {
            return turn.End(ItemState.Skipped, $"The live version is {live.Version}, not {turn.Order.UserVersion}.");
        }

        return await turn.TryingAsync(live.Mark, cancellationToken)
            ? End(turn, ReleaseStep.Rollback, await code.RollBackAsync(turn.Program, cancellationToken), harmless: null)
            : null;
    }

    private async ValueTask<ReleaseItem?> SetVisitAsync(Turn turn, bool isOpen, CancellationToken cancellationToken)
        => End(
            turn,
            isOpen ? ReleaseStep.VisitOpen : ReleaseStep.VisitClose,
            await code.SetVisitAsync(turn.Program, isOpen, cancellationToken),
            CodeErrors.VisitUnchanged);

    private static ReleaseItem End(Turn turn, ReleaseStep step, WeChatResult done, int? harmless)
        => done.Succeeded || (harmless is not null && done.Error.ErrorCode == harmless) ? turn.After(step) : turn.Fail(done.Error);
}
