using System.Diagnostics.Metrics;

namespace WxYarpGateway.Database.Access;

/// <summary>Measures the calls to the database.</summary>
internal sealed class DatabaseMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "WxYarpGateway.Database";

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _removed;
    private volatile DatabaseAccess? _access;
    private long _backup;

    public DatabaseMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("wxgateway.database.available", Measure, unit: null, "1 while the database answers, else 0.");
        _duration = meter.CreateHistogram<double>("wxgateway.database.duration", "s", "How long a call to the database took.");
        _removed = meter.CreateCounter<long>("wxgateway.database.removed", "{row}", "Rows removed because their time was over.");
        meter.CreateObservableGauge(
            "wxgateway.database.backup", MeasureBackup, "s", "When this process made its last backup, in seconds since 1970.");
    }

    /// <summary>Shows the state of this access.</summary>
    public void Watch(DatabaseAccess access) => _access = access;

    /// <summary>Counts a call.</summary>
    public void Called(string call, string outcome, TimeSpan time)
        => _duration.Record(time.TotalSeconds, new("call", call), new("outcome", outcome));

    /// <summary>Counts removed rows.</summary>
    public void Removed(string table, long rows) => _removed.Add(rows, new KeyValuePair<string, object?>("table", table));

    /// <summary>Notes a backup.</summary>
    public void BackedUp(DateTimeOffset at) => Interlocked.Exchange(ref _backup, at.ToUnixTimeSeconds());

    private IEnumerable<Measurement<int>> Measure()
        => _access is { State.Status: not DatabaseStatus.Closed } access
            ? [new(access.State.Status == DatabaseStatus.Ready ? 1 : 0, new KeyValuePair<string, object?>("kind", access.KindName))]
            : [];

    private IEnumerable<Measurement<long>> MeasureBackup() => Interlocked.Read(ref _backup) is > 0 and var at ? [new(at)] : [];
}
