using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Platform.Releases;

namespace WxYarpGateway.Database.Releases;

/// <summary>What people want of a release that is filed.</summary>
internal static class ReleaseOrders
{
    /// <summary>Cancels what nobody works on, and has the rest cancelled when its step is over.</summary>
    public static async Task<bool> CancelAsync(GatewayDatabase database, Guid id, long now, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await ReleaseTaking.LockAsync(database, id, cancellationToken);
        await database.Database.ExecuteSqlAsync(
            $"""
            UPDATE release SET state = 'Cancelling', why = NULL, due_at = NULL, updated_at = {now}
            WHERE id = {id} AND state IN ('Running', 'WaitingForQuota', 'Paused')
            """,
            cancellationToken);

        // One that is queued has done nothing, or is to go on where it stood before.
        var progress = database.Database.IsNpgsql()
            ? "jsonb_set(COALESCE(progress, '{{}}')::jsonb, '{{EndedIn}}', to_jsonb(state))::text"
            : "json_set(COALESCE(progress, '{{}}'), '$.EndedIn', state)";
        var cancel = $$"""
            UPDATE release_item SET
                sentence = CASE WHEN state = 'Auditing'
                    THEN 'Cancelled while WeChat audits it. The audit goes on; an order with the step undo withdraws it.'
                    ELSE 'Cancelled while it was ' || state || '.' END,
                progress = CASE WHEN state = 'Queued' THEN progress ELSE {{progress}} END,
                state = 'Cancelled', due_at = NULL, held_until = NULL, holder = NULL, updated_at = {0}
            WHERE release = {1} AND due_at IS NOT NULL AND (held_until IS NULL OR held_until NOT BETWEEN {0} + 1 AND {2})
                AND EXISTS (SELECT 1 FROM release WHERE id = {1} AND state = 'Cancelling')
            """;
        await database.Database.ExecuteSqlAsync(FormattableStringFactory.Create(cancel, now, id, now + Holds.Longest), cancellationToken);
        await ReleaseSaving.EndAsync(database, id, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Lets a release go on.</summary>
    public static async Task<bool> ResumeAsync(GatewayDatabase database, Guid id, long now, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var resumed = await database.Database.ExecuteSqlAsync(
            $"""
            UPDATE release SET state = 'Running', why = NULL, due_at = NULL, failed_in_row = 0, updated_at = {now}
            WHERE id = {id} AND state IN ('WaitingForQuota', 'Paused')
            """,
            cancellationToken);
        if (resumed == 1)
        {
            await database.Database.ExecuteSqlAsync(
                $"UPDATE release_item SET due_at = {now} WHERE release = {id} AND state = 'Submitting' AND due_at > {now}",
                cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return resumed == 1;
    }

    /// <summary>Lets mini programs in some states go on, or begins anew with them.</summary>
    public static async Task<int?> RetryAsync(
        GatewayDatabase database, Guid id, IReadOnlyCollection<ItemState> states, long now, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (await ReleaseTaking.LockAsync(database, id, cancellationToken) is null or nameof(ReleaseState.Cancelling))
        {
            return null;
        }

        // What failed or was cancelled goes on where it stood, so that nothing is submitted twice; the others begin anew.
        string[] names = [.. states.Select(state => state.ToString())];
        string[] goOn = [nameof(ItemState.Failed), nameof(ItemState.Cancelled)];
        var retried = await database.ReleaseItems
            .Where(item => item.Release == id && item.DueAt == null && names.Contains(item.State))
            .ExecuteUpdateAsync(
                item => item.SetProperty(row => row.AuditId, row => goOn.Contains(row.State) ? row.AuditId : null)
                    .SetProperty(row => row.Progress, row => goOn.Contains(row.State) ? row.Progress : null)
                    .SetProperty(row => row.State, nameof(ItemState.Queued))
                    .SetProperty(row => row.DueAt, now)
                    .SetProperty(row => row.HeldUntil, (long?)null)
                    .SetProperty(row => row.Holder, (Guid?)null)
                    .SetProperty(row => row.Attempts, 0)
                    .SetProperty(row => row.ErrorCode, (int?)null)
                    .SetProperty(row => row.Sentence, (string?)null)
                    .SetProperty(row => row.UpdatedAt, now),
                cancellationToken);
        if (retried > 0)
        {
            await database.Database.ExecuteSqlAsync(
                $"""
                UPDATE release SET state = 'Running', why = NULL, due_at = NULL, ended_at = NULL, failed_in_row = 0, updated_at = {now}
                WHERE id = {id}
                """,
                cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return retried;
    }
}
