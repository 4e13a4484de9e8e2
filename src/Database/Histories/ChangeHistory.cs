using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Tables.Meta;
using WxYarpGateway.Platform.Histories;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Database.Histories;

/// <summary>Reads histories from the table <c>audit_log</c>.</summary>
internal sealed class ChangeHistory(DatabaseAccess access, TimeProvider clock) : IChangeHistory
{
    /// <inheritdoc/>
    public ValueTask<HistoryPage<RuleNote>> ReadRulesAsync(
        AppId platform, string? rule, long? after, int limit, CancellationToken cancellationToken)
    {
        var (from, to) = HistoryTargets.OfRules(platform.Value);
        var target = rule is null ? null : HistoryTargets.OfRule(platform.Value, rule);
        return ReadAsync(
            rows => target is null
                ? rows.Where(row => string.Compare(row.Target, from) > 0 && string.Compare(row.Target, to) < 0)
                : rows.Where(row => row.Target == target),
            RuleNotes.NoteOf,
            after,
            limit,
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<HistoryPage<StatusNote>> ReadStatusesAsync(
        AppId platform, AppId account, long? after, int limit, CancellationToken cancellationToken)
    {
        var target = HistoryTargets.OfAccount(platform.Value, account.Value);
        return ReadAsync(rows => rows.Where(row => row.Target == target), StatusNotes.NoteOf, after, limit, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask NoteRefreshAsync(
        AppId platform, AppId account, string status, ChangedBy by, CancellationToken cancellationToken)
        => await access.WriteAsync(
            (database, token) =>
            {
                database.Audit.Add(StatusNotes.RowOf(
                    platform.Value, account.Value, StatusNote.Refreshed, status, by, clock.GetUtcNow().ToUnixTimeMilliseconds()));
                return database.SaveChangesAsync(token);
            },
            cancellationToken);

    private ValueTask<HistoryPage<T>> ReadAsync<T>(
        Func<IQueryable<AuditRow>, IQueryable<AuditRow>> filter,
        Func<AuditRow, T> read,
        long? after,
        int limit,
        CancellationToken cancellationToken)
        => access.ReadAsync(
            async (database, token) =>
            {
                var rows = filter(database.Audit.AsNoTracking());
                rows = after is { } last ? rows.Where(row => row.Id < last) : rows;

                // One more than asked for tells whether there is another page.
                var found = await rows.OrderByDescending(row => row.Id).Take(limit + 1).ToListAsync(token);
                return new HistoryPage<T>([.. found.Take(limit).Select(read)], found.Count > limit ? found[limit - 1].Id : null);
            },
            cancellationToken);
}
