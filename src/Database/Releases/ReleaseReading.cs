using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Platform.Releases;

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

    /// <summary>Returns mini programs that changed at a time or later.</summary>
    public static async Task<IReadOnlyList<ReleaseItem>> ChangedAsync(
        GatewayDatabase database, Guid id, long since, int limit, CancellationToken cancellationToken)
        => [.. (await database.ReleaseItems.AsNoTracking().Where(item => item.Release == id && item.UpdatedAt >= since)
            .OrderBy(item => item.UpdatedAt).ThenBy(item => item.AppId).Take(limit).ToListAsync(cancellationToken))
            .Select(ReleaseColumns.Read)];
}
