using WxYarpGateway.Database.Access;
using WxYarpGateway.Platform.Records;

namespace WxYarpGateway.Database.Upkeep;

/// <summary>Removes rows that have had their time.</summary>
/// <param name="access">The database.</param>
/// <param name="records">The records.</param>
/// <param name="recordSettings">How long records are kept; <see langword="null"/> in a host without records.</param>
/// <param name="metrics">Counts what is removed.</param>
/// <param name="clock">The clock.</param>
internal sealed class RetentionWork(
    DatabaseAccess access, IRecordStore records, RecordSettings? recordSettings, DatabaseMetrics metrics, TimeProvider clock)
{
    private const string RecordTable = "record";

    /// <summary>Removes them; returns how many there were.</summary>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var all = 0L;
        foreach (var retention in Retention.Always)
        {
            var before = (now - retention.Keep).ToUnixTimeMilliseconds();
            var removed = await StaleRows.RemoveAsync(
                access, retention.Table, retention.Key, retention.Condition, before, cancellationToken);
            metrics.Removed(retention.Table, removed);
            all += removed;
        }

        // Without the section, nobody has said that the records of yesterday are to go.
        if (recordSettings?.Options is { } options)
        {
            var removed = await records.DeleteBeforeAsync(now - options.Keep, cancellationToken);
            metrics.Removed(RecordTable, removed);
            all += removed;
        }

        return all;
    }
}
