using WxYarpGateway.Platform.Code;
using WxYarpGateway.Platform.Releases.Orders;

namespace WxYarpGateway.Platform.Releases.Steps;

/// <summary>Publishes the version that passed the audit, to everybody or in stages.</summary>
internal sealed class ReleaseWork(CodeApi code)
{
    // WeChat's numbers of a plan that is in force (getgrayreleaseplan).
    private const int GrayMade = 0;
    private const int GrayUnderWay = 1;

    /// <summary>Publishes, unless the version is live already; returns null when another replica goes on.</summary>
    public async ValueTask<ReleaseItem?> RunAsync(Turn turn, CancellationToken cancellationToken)
    {
        var asked = await code.VersionInfoAsync(turn.Program, cancellationToken);
        if (!asked.TryGet(out var versions, out var error))
        {
            return turn.Fail(error, CodeCalls.VersionInfo);
        }

        var asks = await code.LatestAuditAsync(turn.Program, cancellationToken);
        if (!asks.TryGet(out var audit, out error))
        {
            return turn.Fail(error, CodeCalls.LatestAudit);
        }

        var wanted = turn.Order.UserVersion.Length > 0 ? turn.Order.UserVersion : audit?.Version ?? "";
        var (live, progress) = (versions.Released, turn.Item.Progress);
        if (live?.Version == wanted && (!audit.IsPassed() || (progress.IsTried && live.Mark() != progress.Seen)))
        {
            return turn.After(ReleaseStep.Release);
        }

        if (audit.IsUnderWay() && audit.IsOf(wanted))
        {
            return turn.To(ItemState.Auditing, turn.Now + Pauses.Audit(0)) with { AuditId = audit!.AuditId };
        }

        if (audit.IsPassed() && !audit.IsOf(wanted))
        {
            return turn.End(ItemState.Skipped, $"The version that passed the audit is {audit!.Version}, not {wanted}.");
        }

        var stage = progress.Stage + 1;
        return stage < turn.Order.Gray.Count - 1 ? await GrayAsync(turn, stage, cancellationToken)
            : turn.AwaitLate() is { } waiting ? waiting
            : await turn.TryingAsync(live.Mark(), cancellationToken) ? await PublishAsync(turn, wanted, cancellationToken)
            : null;
    }

    private async ValueTask<ReleaseItem> PublishAsync(Turn turn, string wanted, CancellationToken cancellationToken)
    {
        var done = await code.ReleaseAsync(turn.Program, cancellationToken);
        if (done.Succeeded)
        {
            return turn.After(ReleaseStep.Release);
        }

        if (done.Error.ErrorCode != CodeErrors.AlreadyReleased)
        {
            return turn.Fail(done.Error, CodeCalls.Release);
        }

        // Another order, or a person, may have been faster.
        var asked = await code.VersionInfoAsync(turn.Program, cancellationToken);
        return !asked.TryGet(out var versions, out var error) ? turn.Fail(error, CodeCalls.VersionInfo)
            : versions.Released?.Version == wanted ? turn.After(ReleaseStep.Release)
            : turn.Fail(done.Error, CodeCalls.Release);
    }

    private async ValueTask<ReleaseItem?> GrayAsync(Turn turn, int stage, CancellationToken cancellationToken)
    {
        var (percentage, time) = turn.Order.Gray[stage];
        var asked = await code.GrayPlanAsync(turn.Program, cancellationToken);
        if (!asked.TryGet(out var plan, out var error))
        {
            return turn.Fail(error, CodeCalls.GrayPlan);
        }

        var inForce = plan.Status is GrayMade or GrayUnderWay ? plan.Percentage : 0;

        // WeChat refuses a percentage that does not grow, and a stage that was sent before the gateway was killed is in force.
        if (inForce < percentage)
        {
            if (!await turn.HoldsAsync(cancellationToken))
            {
                return null;
            }

            var done = await code.GrayReleaseAsync(turn.Program, new GrayRelease(percentage), cancellationToken);
            if (!done.Succeeded)
            {
                return turn.Fail(done.Error, CodeCalls.GrayRelease);
            }
        }

        return turn.Later(time, $"{Math.Max(inForce, percentage)} of 100 users have it.") with
        {
            Progress = turn.Item.Progress with { Stage = stage, Failures = 0 },
        };
    }
}
