using WxYarpGateway.Platform.Code;
using WxYarpGateway.Platform.Releases.Orders;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Platform.Releases.Steps;

/// <summary>Uploads the code, once.</summary>
internal sealed class CommitWork(CodeApi code)
{
    /// <summary>Commits, unless a commit that was sent before has taken effect; returns null when another replica goes on.</summary>
    public async ValueTask<ReleaseItem?> RunAsync(Turn turn, CancellationToken cancellationToken)
    {
        var order = turn.Order;
        var (extJson, missing) = ExtJsonTemplate.Fill(order.ExtJson, turn.Item.AppId.Value, turn.Tags);
        if (missing is not null)
        {
            return turn.End(ItemState.Skipped, $"ext_json has $TAG:{missing}$, and the mini program has no tag {missing} or {missing}:….");
        }

        var asked = await code.VersionInfoAsync(turn.Program, cancellationToken);
        if (!asked.TryGet(out var versions, out var error))
        {
            return turn.Fail(error, CodeCalls.VersionInfo);
        }

        var progress = turn.Item.Progress;
        var trial = versions.Trial;
        if (progress.IsTried && trial?.Version == order.UserVersion && trial.Mark() != progress.Seen)
        {
            return turn.After(ReleaseStep.Commit);
        }

        if (turn.AwaitLate() is { } waiting)
        {
            return waiting;
        }

        if (!await turn.TryingAsync(trial.Mark(), cancellationToken))
        {
            return null;
        }

        var commit = new CodeCommit(order.TemplateId ?? 0, extJson, order.UserVersion, order.UserDesc);
        var done = await code.CommitAsync(turn.Program, commit, cancellationToken);
        return done.Succeeded ? turn.After(ReleaseStep.Commit)

            // Ours, whose answer was lost, or another order's: it will be over.
            : turn.Fail(
                done.Error.ErrorCode == CodeErrors.CommitUnderWay ? done.Error with { Class = ErrorClass.Busy } : done.Error,
                CodeCalls.Commit);
    }
}
