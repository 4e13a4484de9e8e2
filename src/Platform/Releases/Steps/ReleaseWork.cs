using WxYarpGateway.Platform.Releases.Orders;
using WxYarpGateway.Platform.Releases.Programs;

namespace WxYarpGateway.Platform.Releases.Steps;

/// <summary>Publishes the version that passed the audit, to everybody or in stages.</summary>
internal sealed class ReleaseWork(IProgramCode code)
{
    /// <summary>Publishes, unless the version is live already; returns null when another replica goes on.</summary>
    public async ValueTask<ReleaseItem?> RunAsync(Turn turn, CancellationToken cancellationToken)
    {
        var asked = await code.VersionsAsync(turn.Program, cancellationToken);
        if (!asked.TryGet(out var versions, out var error))
        {
            return turn.Fail(error);
        }

        var asks = await code.AuditAsync(turn.Program, cancellationToken);
        if (!asks.TryGet(out var audit, out error))
        {
            return turn.Fail(error);
        }

        var wanted = turn.Order.UserVersion.Length > 0 ? turn.Order.UserVersion : audit.Version;
        var (live, progress) = (versions.Live, turn.Item.Progress);
        if (live.Version == wanted && (audit.Status != AuditStatus.Passed || (progress.IsTried && live.Mark != progress.Seen)))
        {
            return turn.After(ReleaseStep.Release);
        }

        if (audit.IsUnderWay && audit.IsOf(wanted))
        {
            return turn.To(ItemState.Auditing, turn.Now + Pauses.Audit) with { AuditId = audit.Id };
        }

        if (audit.Status == AuditStatus.Passed && !audit.IsOf(wanted))
        {
            return turn.End(ItemState.Skipped, $"The version that passed the audit is {audit.Version}, not {wanted}.");
        }

        var stage = progress.Stage + 1;
        return stage < turn.Order.Gray.Count - 1 ? await GrayAsync(turn, stage, cancellationToken)
            : await turn.TryingAsync(live.Mark, cancellationToken) ? await PublishAsync(turn, live, wanted, cancellationToken)
            : null;
    }

    private async ValueTask<ReleaseItem> PublishAsync(
        Turn turn, CodeVersion live, string wanted, CancellationToken cancellationToken)
    {
        var done = await code.ReleaseAsync(turn.Program, cancellationToken);
        return done.Succeeded || (done.Error.ErrorCode == CodeErrors.AlreadyReleased && live.Version == wanted)
            ? turn.After(ReleaseStep.Release)
            : turn.Fail(done.Error);
    }

    private async ValueTask<ReleaseItem> GrayAsync(Turn turn, int stage, CancellationToken cancellationToken)
    {
        var (percentage, time) = turn.Order.Gray[stage];
        var asked = await code.GrayPercentageAsync(turn.Program, cancellationToken);
        if (!asked.TryGet(out var inForce, out var error))
        {
            return turn.Fail(error);
        }

        // WeChat refuses a percentage that does not grow, and a stage that was sent before the gateway was killed is in force.
        if (inForce < percentage)
        {
            var done = await code.GrayReleaseAsync(turn.Program, percentage, cancellationToken);
            if (!done.Succeeded)
            {
                return turn.Fail(done.Error);
            }
        }

        return turn.Later(time, $"{Math.Max(inForce, percentage)} of 100 users have it.") with
        {
            Progress = turn.Item.Progress with { Stage = stage, Failures = 0 },
        };
    }
}
