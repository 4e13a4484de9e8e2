using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Platform.Releases;

namespace WxYarpGateway.Database.Releases;

/// <summary>Takes mini programs for a replica, never more than the order lets be under way at once.</summary>
internal static class ReleaseTaking
{
    /// <summary>Takes those that wait longest.</summary>
    public static async Task<IReadOnlyList<ReleaseItem>> RunAsync(
        GatewayDatabase database, Guid id, int atOnce, int most, ItemHold hold, long now, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var state = await LockAsync(database, id, cancellationToken);
        if (state is not (nameof(ReleaseState.Running) or nameof(ReleaseState.WaitingForQuota)))
        {
            return [];
        }

        var latest = now + Holds.Longest;
        var held = await database.ReleaseItems.CountAsync(
            item => item.Release == id && item.HeldUntil > now && item.HeldUntil <= latest, cancellationToken);
        if (Math.Min(atOnce - held, most) is not (> 0 and var free))
        {
            return [];
        }

        var until = now + (long)hold.For.TotalMilliseconds;
        var take = database.Database.IsNpgsql()
            ? (FormattableString)$"""
              UPDATE release_item SET held_until = {until}, holder = {hold.Holder}, attempts = attempts + 1
              WHERE release = {id} AND appid IN (
                  SELECT appid FROM release_item
                  WHERE release = {id} AND due_at <= {now} AND (held_until IS NULL OR held_until NOT BETWEEN {now + 1} AND {latest})
                  ORDER BY due_at, appid LIMIT {free} FOR UPDATE SKIP LOCKED)
              RETURNING *
              """
            : $"""
              UPDATE release_item SET held_until = {until}, holder = {hold.Holder}, attempts = attempts + 1
              WHERE release = {id} AND appid IN (
                  SELECT appid FROM release_item
                  WHERE release = {id} AND due_at <= {now} AND (held_until IS NULL OR held_until NOT BETWEEN {now + 1} AND {latest})
                  ORDER BY due_at, appid LIMIT {free})
              RETURNING *
              """;
        var rows = await database.ReleaseItems.FromSql(take).AsNoTracking().ToListAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return [.. rows.OrderBy(row => row.DueAt).Select(ReleaseColumns.Read)];
    }

    /// <summary>
    /// Returns the state of a release; nobody else takes of it, ends one of it or changes it until the transaction ends. SQLite has one
    /// writer at a time anyway.
    /// </summary>
    public static async Task<string?> LockAsync(GatewayDatabase database, Guid id, CancellationToken cancellationToken)
        => (await (database.Database.IsNpgsql()
                ? database.Releases.FromSql($"SELECT * FROM release WHERE id = {id} FOR UPDATE")
                : database.Releases.Where(row => row.Id == id)).AsNoTracking().ToListAsync(cancellationToken))
            .SingleOrDefault()?.State;
}
