using System.Diagnostics.Metrics;

namespace WxYarpGateway.Platform.Records;

/// <summary>Counts records.</summary>
internal sealed class RecordMetrics
{
    /// <summary>The reason of those beyond <c>MostPerSecond</c>.</summary>
    public const string TooMany = "too_many";

    /// <summary>The reason of those for which there was no room.</summary>
    public const string Full = "full";

    /// <summary>The reason of those that the database did not take.</summary>
    public const string Database = "database";

    private readonly Counter<long> _written;
    private readonly Counter<long> _dropped;

    public RecordMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(PlatformMeter.Name);
        _written = meter.CreateCounter<long>("wxgateway.records.written", "{record}", "Records written to the database.");
        _dropped = meter.CreateCounter<long>(
            "wxgateway.records.dropped", "{record}", "Records that were not kept, by reason: too_many, full, database.");
    }

    /// <summary>Counts records that were written.</summary>
    public void Written(int records) => _written.Add(records);

    /// <summary>Counts records that were not.</summary>
    public void Dropped(string reason, int records = 1) => _dropped.Add(records, new KeyValuePair<string, object?>("reason", reason));
}
