using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Statements;

namespace WxYarpGateway.Database.Upkeep;

/// <summary>Removes rows that have had their time.</summary>
internal sealed class RetentionWork(
    DatabaseAccess access, IEnumerable<IRetentionSource> sources, DatabaseMetrics metrics, TimeProvider clock)
{
    /// <summary>Removes them; returns how many there were.</summary>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var all = 0L;
        foreach (var retention in Retention.Always.Concat(sources.SelectMany(source => source.Now())))
        {
            var before = (now - retention.Keep).ToUnixTimeMilliseconds();
            var removed = await StaleRows.RemoveAsync(
                access, retention.Table, retention.Key, retention.Condition, before, cancellationToken);
            metrics.Removed(retention.Table, removed);
            all += removed;
        }

        return all;
    }
}
