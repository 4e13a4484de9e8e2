using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Platform.Releases;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Database.Releases;

/// <summary>Reads releases and their mini programs.</summary>
internal static class ReleaseReading
{
    /// <summary>Returns releases with the number of mini programs in each state.</summary>
    public static async Task<List<ReleaseSummary>> SummariesAsync(
        GatewayDatabase database, IQueryable<ReleaseRow> releases, CancellationToken cancellationToken)
    {
        var rows = await releases.AsNoTracking().ToListAsync(cancellationToken);
        Guid[] ids = [.. rows.Select(row => row.Id)];
        var counts = await database.ReleaseItems.Where(item => ids.Contains(item.Release))
            .GroupBy(item => new { item.Release, item.State })
            .Select(group => new { group.Key.Release, group.Key.State, Count = group.Count() })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new ReleaseSummary(
            ReleaseColumns.Read(row),
            counts.Where(count => count.Release == row.Id)
                .ToDictionary(count => Enum.Parse<ItemState>(count.State), count => count.Count)))];
    }

    /// <summary>Returns releases that are worked on. The definition of one that is known stays in the database.</summary>
    public static async Task<IReadOnlyList<Release>> ActiveAsync(
        GatewayDatabase database, AppId platform, IReadOnlyDictionary<Guid, Release> known, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. known.Keys];
        var rows = await database.Releases.AsNoTracking()
            .Where(row => row.Platform == platform.Value && ReleaseColumns.Active.Contains(row.State))
            .OrderBy(row => row.CreatedAt)
            .Select(row => new ReleaseRow
            {
                Id = row.Id,
                Platform = row.Platform,
                Name = row.Name,
                Definition = ids.Contains(row.Id) ? "" : row.Definition,
                State = row.State,
                Why = row.Why,
                IdempotencyKey = row.IdempotencyKey,
                DueAt = row.DueAt,
                CreatedAt = row.CreatedAt,
                EndedAt = row.EndedAt,
            })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(ReleaseColumns.Read).Select(
            release => known.TryGetValue(release.Id, out var before) ? release with { Definition = before.Definition } : release)];
    }

    /// <summary>Counts the mini programs of releases that are not at an end.</summary>
    public static async Task<ReleaseCount> CountAsync(GatewayDatabase database, AppId platform, CancellationToken cancellationToken)
    {
        var releases = database.Releases.Where(row => row.Platform == platform.Value && row.EndedAt == null);
        var paused = await releases.CountAsync(row => row.State == nameof(ReleaseState.Paused), cancellationToken);
        var counts = await database.ReleaseItems.Where(item => releases.Any(row => row.Id == item.Release))
            .GroupBy(item => item.State)
            .Select(group => new { State = group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        return new ReleaseCount(counts.ToDictionary(count => Enum.Parse<ItemState>(count.State), count => count.Count), paused);
    }

    /// <summary>Returns mini programs in the order of their AppIds.</summary>
    public static async Task<IReadOnlyList<ReleaseItem>> ItemsAsync(
        GatewayDatabase database, Guid id, ItemState? state, string? after, int limit, CancellationToken cancellationToken)
    {
        var rows = database.ReleaseItems.AsNoTracking().Where(item => item.Release == id);
        if (state is { } one)
        {
            var name = one.ToString();
            rows = rows.Where(item => item.State == name);
        }

        if (after is not null)
        {
            rows = rows.Where(item => string.Compare(item.AppId, after) > 0);
        }

        return [.. (await rows.OrderBy(item => item.AppId).Take(limit).ToListAsync(cancellationToken)).Select(ReleaseColumns.Read)];
    }

    /// <summary>
    /// Returns mini programs that changed at a time or later, after one of them; not those that nobody has taken since filing.
    /// </summary>
    public static async Task<IReadOnlyList<ReleaseItem>> ChangedAsync(
        GatewayDatabase database, Release release, long since, string? after, int limit, CancellationToken cancellationToken)
    {
        var filedAt = release.CreatedAt.ToUnixTimeMilliseconds();
        var rows = database.ReleaseItems.AsNoTracking().Where(item => item.Release == release.Id
            && !(item.UpdatedAt == filedAt && item.Attempts == 0 && item.State == nameof(ItemState.Queued)));
        rows = after is null
            ? rows.Where(item => item.UpdatedAt >= since)
            : rows.Where(item => item.UpdatedAt > since || (item.UpdatedAt == since && string.Compare(item.AppId, after) > 0));
        return [.. (await rows.OrderBy(item => item.UpdatedAt).ThenBy(item => item.AppId).Take(limit).ToListAsync(cancellationToken))
            .Select(ReleaseColumns.Read)];
    }
}
