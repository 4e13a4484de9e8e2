using WxYarpGateway.Platform.Code;
using WxYarpGateway.Platform.Code.Answers;
using WxYarpGateway.Platform.Releases.Quota;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Platform.Releases.Steps;

/// <summary>Submits the trial version for an audit, once, if the platform has quota for it.</summary>
internal sealed class SubmitWork(CodeApi code, QuotaGate quota, IReleaseStore store)
{
    /// <summary>Submits, unless the version is being audited already; returns null when another replica goes on.</summary>
    public async ValueTask<ReleaseItem?> RunAsync(Turn turn, CancellationToken cancellationToken)
    {
        var asked = await code.LatestAuditAsync(turn.Program, cancellationToken);
        if (!asked.TryGet(out var audit, out var unasked))
        {
            return turn.Fail(unasked, CodeCalls.LatestAudit);
        }

        var progress = turn.Item.Progress;
        if (audit.IsOf(turn.Order.UserVersion) && (audit.IsUnderWay() || (progress.IsTried && audit!.AuditId != progress.Seen)))
        {
            // The event of an audit that is over may have come before this one was known.
            return Audited(turn, audit!.AuditId, progress.Seen, audit.IsUnderWay() ? Pauses.Audit(0) : TimeSpan.Zero);
        }

        if (turn.AwaitLate() is { } late)
        {
            return late;
        }

        if (await WhyNotAsync(turn, cancellationToken) is { } why)
        {
            return why;
        }

        if (audit.IsUnderWay())
        {
            var (replaced, isHeld) = await ReplaceAsync(turn, audit!, cancellationToken);
            if (!isHeld || replaced is not null)
            {
                return replaced;
            }
        }

        if (await ReserveAsync(turn, cancellationToken) is { } waiting)
        {
            return waiting;
        }

        var body = await BodyAsync(turn, cancellationToken);
        if (body.Item is not null)
        {
            return body.Item;
        }

        if (!await turn.TryingAsync(audit?.AuditId ?? "", cancellationToken))
        {
            return null;
        }

        var submitted = await code.SubmitAsync(turn.Program, body.Json, cancellationToken);
        return submitted.TryGet(out var id, out var error) ? Audited(turn, id, audit?.AuditId, Pauses.Audit(0)) : error.ErrorCode switch
        {
            // Asked again, WeChat says which version it audits.
            CodeErrors.AuditUnderWay => turn.Fail(error with { Class = ErrorClass.Busy }, CodeCalls.Submit),
            CodeErrors.ScanUnderWay => Scanned(turn, error),
            CodeErrors.AuditsUsedUp => await UsedUpAsync(turn, cancellationToken),
            _ => turn.Fail(error, CodeCalls.Submit),
        };
    }

    private static ReleaseItem Scanned(Turn turn, WeChatError error)
    {
        turn.Refused();
        return CheckWork.Wait(turn, error);
    }

    private static ReleaseItem Audited(Turn turn, string auditId, string? before, TimeSpan pause)
    {
        var item = turn.To(ItemState.Auditing, turn.Now + pause) with { AuditId = auditId };
        return item with { Progress = item.Progress with { Seen = before == auditId ? null : before } };
    }

    /// <summary>
    /// Submits nothing but the order's version: another order, or a person, may have committed another one meanwhile. Ends the turn then.
    /// </summary>
    private async ValueTask<ReleaseItem?> WhyNotAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (turn.Order.UserVersion.Length == 0)
        {
            return null;
        }

        var asked = await code.VersionInfoAsync(turn.Program, cancellationToken);
        return !asked.TryGet(out var versions, out var error) ? turn.Fail(error, CodeCalls.VersionInfo)
            : versions.Trial is { } trial && trial.Version != turn.Order.UserVersion
                ? turn.End(ItemState.Skipped, $"The trial version is {trial.Version} now, not {turn.Order.UserVersion}.")
            : null;
    }

    /// <summary>
    /// Withdraws the audit of another version where the order says so; else, or if that fails, the turn ends with it. Another replica may
    /// go on meanwhile: then it would be its audit that is withdrawn.
    /// </summary>
    private async ValueTask<(ReleaseItem? Item, bool IsHeld)> ReplaceAsync(
        Turn turn, LatestAudit audit, CancellationToken cancellationToken)
    {
        if (!turn.Order.ReplaceAudit)
        {
            var skipped = turn.End(
                ItemState.Skipped,
                $"WeChat audits version {audit.Version}. Order again when that is over, or with replace_audit.",
                CodeErrors.AuditUnderWay);
            return (skipped, true);
        }

        if (!await turn.HoldsAsync(cancellationToken))
        {
            return (null, false);
        }

        var undone = await code.UndoAuditAsync(turn.Program, cancellationToken);
        return (undone.Succeeded ? null : turn.Fail(undone.Error, CodeCalls.UndoAudit), true);
    }

    /// <summary>Takes one of the platform's submissions; when there is none, the turn ends with the wait for it.</summary>
    private async ValueTask<ReleaseItem?> ReserveAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (turn.Item.Progress.HasQuota)
        {
            return null;
        }

        var taken = await quota.TakeAsync(turn.Platform, cancellationToken);
        if (taken.Error is not null)
        {
            return turn.Fail(taken.Error, CodeCalls.Quota);
        }

        if (taken.Until is { } until)
        {
            return await WaitAsync(turn, until, cancellationToken);
        }

        turn.KeepQuota();
        if (turn.Release.State == ReleaseState.WaitingForQuota)
        {
            await store.WaitAsync(turn.Release.Id, until: null, "", cancellationToken);
        }

        return null;
    }

    private async ValueTask<ReleaseItem> UsedUpAsync(Turn turn, CancellationToken cancellationToken)
    {
        var until = await quota.CloseAsync(turn.Platform.AppId, cancellationToken);
        turn.Refused();
        turn.DropQuota();
        return await WaitAsync(turn, until, cancellationToken);
    }

    private async ValueTask<ReleaseItem> WaitAsync(Turn turn, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var why = $"The platform's quota of audits is used up. Submitting goes on at {until.ToOffset(Shanghai.Offset):yyyy-MM-dd HH:mm zzz}.";
        await store.WaitAsync(turn.Release.Id, until, why, cancellationToken);
        return turn.Later(until - turn.Now, why, CodeErrors.AuditsUsedUp);
    }

    private async ValueTask<(ReadOnlyMemory<byte> Json, ReleaseItem? Item)> BodyAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (turn.Order.Audit is not { IsFirstCategory: true })
        {
            return (SubmitBody.Write(turn.Order.Audit, category: null), null);
        }

        var asked = await code.CategoriesAsync(turn.Program, cancellationToken);
        return !asked.TryGet(out var categories, out var error) ? (default, turn.Fail(error, CodeCalls.Categories))
            : SubmitBody.FirstCategory(categories) is { } category ? (SubmitBody.Write(turn.Order.Audit, category), null)
            : (default, turn.End(ItemState.Skipped, "The mini program has no category under which it can be submitted."));
    }
}
