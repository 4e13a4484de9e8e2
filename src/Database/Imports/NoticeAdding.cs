using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables.Users;
using WxYarpGateway.Database.Users;

namespace WxYarpGateway.Database.Imports;

/// <summary>Adds messages that an earlier run did not.</summary>
internal static class NoticeAdding
{
    /// <summary>Adds messages, all or none; see <see cref="UserImport.Run"/>.</summary>
    public static async Task<ImportedNotices> RunAsync(
        GatewayDatabase database,
        IReadOnlyList<ImportedNotice> notices,
        IdRanges ids,
        int mostWaiting,
        bool isWritten,
        CancellationToken cancellationToken)
    {
        await using var transaction = isWritten ? await database.Database.BeginTransactionAsync(cancellationToken) : null;
        var users = await UsersAsync(database, notices, cancellationToken);
        if (isWritten)
        {
            await HoldAsync(database, users, cancellationToken);
        }

        long[] wanted = [.. notices.Select(notice => ids.Of(notice.Id))];
        HashSet<long> there = [
            .. await database.Notices.Where(row => wanted.Contains(row.Id)).Select(row => row.Id).ToListAsync(cancellationToken)];
        var waiting = await WaitingAsync(database, users.Values, cancellationToken);
        var (added, left, tooMany, noUser) = (0L, 0L, new List<long>(), new List<long>());
        foreach (var notice in notices)
        {
            var id = ids.Of(notice.Id);
            if (there.Contains(id))
            {
                left++;
            }
            else if (!users.TryGetValue((notice.Order.App, notice.OpenId), out var user))
            {
                noUser.Add(notice.Id);
            }
            else if (waiting.GetValueOrDefault(user) is var number && number >= mostWaiting)
            {
                tooMany.Add(notice.Id);
            }
            else
            {
                waiting[user] = number + 1;
                added++;
                database.Notices.Add(RowOf(notice, id, user));
            }
        }

        if (isWritten)
        {
            await database.SaveChangesAsync(cancellationToken);
            await transaction!.CommitAsync(cancellationToken);
        }

        return new ImportedNotices(added, left, tooMany, noUser);
    }

    private static NoticeRow RowOf(ImportedNotice notice, long id, long user) => new()
    {
        Id = id,
        App = notice.Order.App,
        User = user,
        TemplateId = notice.Order.TemplateId,
        Payload = notice.Order.Payload,
        DueAt = notice.Order.DueAt.ToUnixTimeMilliseconds(),
    };

    private static async Task<Dictionary<(string App, string OpenId), long>> UsersAsync(
        GatewayDatabase database, IReadOnlyList<ImportedNotice> notices, CancellationToken cancellationToken)
    {
        string[] apps = [.. notices.Select(notice => notice.Order.App).Distinct()];
        string[] openIds = [.. notices.Select(notice => notice.OpenId).Distinct()];
        var rows = await database.Users.AsNoTracking().Where(row => apps.Contains(row.App) && openIds.Contains(row.OpenId))
            .Select(row => new { row.App, row.OpenId, row.Id }).ToListAsync(cancellationToken);
        return rows.ToDictionary(row => (row.App, row.OpenId), row => row.Id);
    }

    // In the order of their ids, as every import does: two that hold each other's would wait for ever.
    private static async Task HoldAsync(
        GatewayDatabase database, Dictionary<(string App, string OpenId), long> users, CancellationToken cancellationToken)
    {
        foreach (var (user, id) in users.OrderBy(pair => pair.Value).ToList())
        {
            if (!await UserEdits.HoldAsync(database, id, cancellationToken))
            {
                users.Remove(user);
            }
        }
    }

    private static async Task<Dictionary<long, int>> WaitingAsync(
        GatewayDatabase database, IEnumerable<long> users, CancellationToken cancellationToken)
    {
        long[] ids = [.. users];
        return await database.Notices
            .Where(row => ids.Contains(row.User) && (row.State == NoticeState.New || row.State == NoticeState.Sending))
            .GroupBy(row => row.User)
            .ToDictionaryAsync(group => group.Key, group => group.Count(), cancellationToken);
    }
}
