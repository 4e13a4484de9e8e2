using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Platform.Releases;

namespace WxYarpGateway.Database.Releases;

/// <summary>Saves what became of a mini program, and what that means for its release.</summary>
internal static class ReleaseSaving
{
    private const string Cancelled = nameof(ItemState.Cancelled);

    /// <summary>Saves it, if the holder still holds it; returns it to go on with, or null.</summary>
    public static async Task<ReleaseItem?> RunAsync(
        GatewayDatabase database, ReleaseItem item, ItemHold hold, int stopAfter, long now, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);

        // Two that end at once would each see the other one under way; all others wait for nobody.
        var state = item.IsEnded
            ? await ReleaseTaking.LockAsync(database, item.Release, cancellationToken)
            : await database.Releases.Where(one => one.Id == item.Release).Select(one => one.State).SingleOrDefaultAsync(cancellationToken);
        var row = await database.ReleaseItems.SingleOrDefaultAsync(
            one => one.Release == item.Release && one.AppId == item.AppId.Value && one.Holder == hold.Holder, cancellationToken);
        if (state is null || row is null)
        {
            return null;
        }

        var goesOn = hold.For > TimeSpan.Zero && state is nameof(ReleaseState.Running) or nameof(ReleaseState.WaitingForQuota);
        Write(row, item, now);
        row.HeldUntil = goesOn ? now + (long)hold.For.TotalMilliseconds : null;
        row.Holder = goesOn ? hold.Holder : null;
        if (state == nameof(ReleaseState.Cancelling) && row.DueAt is not null)
        {
            Cancel(row, item.Progress);
        }

        await database.SaveChangesAsync(cancellationToken);
        if (row.DueAt is null)
        {
            await EndedAsync(database, item, stopAfter, now, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return goesOn ? ReleaseColumns.Read(row) : null;
    }

    /// <summary>Ends a release when all its mini programs are at an end.</summary>
    public static Task EndAsync(GatewayDatabase database, Guid id, long now, CancellationToken cancellationToken)
        => database.Database.ExecuteSqlAsync(
            $"""
            UPDATE release SET ended_at = {now}, updated_at = {now}, due_at = NULL,
                why = CASE WHEN state = 'Paused' THEN why END,
                state = CASE WHEN state = 'Cancelling' THEN 'Cancelled' ELSE 'Ended' END
            WHERE id = {id} AND ended_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM release_item WHERE release = {id} AND due_at IS NOT NULL)
            """,
            cancellationToken);

    private static void Write(ReleaseItemRow row, ReleaseItem item, long now)
    {
        // An event that came since the mini program was read makes it due at once.
        var isTold = row.Told != item.Told && item.State == ItemState.Auditing;
        row.State = item.State.ToString();
        row.DueAt = isTold ? now : item.DueAt?.ToUnixTimeMilliseconds();
        row.AuditId = item.AuditId.Length > 0 ? item.AuditId : null;
        row.ErrorCode = item.ErrorCode;
        row.Sentence = item.Sentence.Length > 0 ? item.Sentence : null;
        row.Progress = item.Progress.ToJson();
        row.UpdatedAt = now;
    }

    /// <summary>Cancels a mini program that is under way.</summary>
    private static void Cancel(ReleaseItemRow row, ItemProgress progress)
    {
        row.Sentence = SentenceOf(row.State);
        row.Progress = row.State == nameof(ItemState.Queued) ? row.Progress : (progress with { EndedIn = row.State }).ToJson();
        (row.State, row.DueAt) = (Cancelled, null);
    }

    private static string SentenceOf(string state)
        => state == nameof(ItemState.Auditing)
            ? "Cancelled while WeChat audits it. The audit goes on; an order with the step undo withdraws it."
            : $"Cancelled while it was {state}.";

    /// <summary>Counts failures of one kind in a row, and ends the release after the last mini program.</summary>
    private static async Task EndedAsync(
        GatewayDatabase database, ReleaseItem item, int stopAfter, long now, CancellationToken cancellationToken)
    {
        if (item.State == ItemState.Failed)
        {
            var code = item.ErrorCode ?? 0;
            await database.Database.ExecuteSqlAsync(
                $"""
                UPDATE release SET failed_in_row = CASE WHEN failed_errcode = {code} THEN failed_in_row + 1 ELSE 1 END,
                    failed_errcode = {code}
                WHERE id = {item.Release}
                """,
                cancellationToken);
            var how = item.ErrorCode is null ? "without an errcode" : $"with errcode {code}";
            var why = $"{stopAfter} mini programs in a row failed {how}. Mend the cause, then resume or cancel.";
            await database.Database.ExecuteSqlAsync(
                $"""
                UPDATE release SET state = 'Paused', why = {why}, due_at = NULL, updated_at = {now}
                WHERE id = {item.Release} AND state IN ('Running', 'WaitingForQuota') AND {stopAfter} > 0 AND failed_in_row >= {stopAfter}
                """,
                cancellationToken);
        }
        else if (item.State is ItemState.Released or ItemState.Done or ItemState.Approved)
        {
            await database.Database.ExecuteSqlAsync(
                $"UPDATE release SET failed_in_row = 0 WHERE id = {item.Release} AND failed_in_row > 0", cancellationToken);
        }

        await EndAsync(database, item.Release, now, cancellationToken);
    }
}
