using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables.Users;
using WxYarpGateway.MiniPrograms.Notices;

namespace WxYarpGateway.Database.Notices;

/// <summary>Takes notices for one replica. A user's notices go out one after the other.</summary>
internal static class NoticeTaking
{
    // A user's first one is the one that was tried already, so that none overtakes it; else the one that waits longest. While it is held,
    // the user has no other first one.
    private const string Due = """
        state IN (0, 1) AND due_at <= {0} AND (held_until IS NULL OR held_until NOT BETWEEN {0} + 1 AND {3})
          AND NOT EXISTS (
            SELECT 1 FROM notice AS other
            WHERE other."user" = notice."user" AND other.id <> notice.id AND other.state IN (0, 1)
              AND (other.held_until BETWEEN {0} + 1 AND {3}
                OR (other.attempts > 0 AND notice.attempts = 0)
                OR ((other.attempts > 0) = (notice.attempts > 0) AND (other.due_at, other.id) < (notice.due_at, notice.id))))
        """;

    /// <summary>Returns whether there may be one to take.</summary>
    public static Task<bool> IsAnyDueAsync(GatewayDatabase database, long now, CancellationToken cancellationToken)
        => database.Notices.AnyAsync(
            row => (row.State == NoticeState.New || row.State == NoticeState.Sending) && row.DueAt <= now
                && (row.HeldUntil == null || row.HeldUntil <= now || row.HeldUntil > now + Holds.Longest),
            cancellationToken);

    /// <summary>Takes notices; see <see cref="INoticeStore.TakeAsync"/>. Replicas that take at once do not wait for each other.</summary>
    public static async Task<IReadOnlyList<DueNotice>> RunAsync(
        GatewayDatabase database, int most, long now, long heldUntil, CancellationToken cancellationToken)
    {
        var statement = $$"""
            WITH due AS MATERIALIZED (
              SELECT id AS due_id FROM notice WHERE {{Due}}
              ORDER BY due_at, id LIMIT {2} {{(database.Database.IsNpgsql() ? "FOR UPDATE SKIP LOCKED" : "")}})
            UPDATE notice SET state = 1, held_until = {1}, attempts = attempts + 1 FROM due WHERE id = due_id
            RETURNING *
            """;
        var rows = await database.Notices.FromSqlRaw(statement, now, heldUntil, most, now + Holds.Longest).AsNoTracking()
            .ToListAsync(cancellationToken);
        var ids = rows.Select(row => row.User).ToArray();
        var openIds = await database.Users.Where(row => ids.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.OpenId, cancellationToken);

        // Whoever is erased meanwhile has no notices any more.
        return [.. rows.Where(row => openIds.ContainsKey(row.User)).OrderBy(row => row.DueAt).ThenBy(row => row.Id)
            .Select(row => Read(row, openIds[row.User]))];
    }

    private static DueNotice Read(NoticeRow row, string openId) => new(
        row.Id,
        row.App,
        openId,
        row.TemplateId,
        row.Payload,
        row.Attempts,
        DateTimeOffset.FromUnixTimeMilliseconds(row.HeldUntil ?? 0),
        MayBeSent: row.Attempts > 1 && row.ErrorCode is null);
}
