using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace WxYarpGateway.Testing.Metrics;

/// <summary>
/// The measurements of one host's own meters, or of one of them: counts each as "name tag=value …", and on demand what gauges show.
/// </summary>
public sealed class CollectedMetrics : IDisposable
{
    private const string Ours = "WxYarpGateway.";

    private readonly ConcurrentQueue<string> _counts = [];
    private readonly ConcurrentQueue<(string Series, double Value)> _values = [];
    private readonly ConcurrentDictionary<string, Instrument> _instruments = [];
    private readonly MeterListener _listener = new();

    public CollectedMetrics(IMeterFactory meters, string meter = Ours)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Other hosts run in this process at the same time.
            if (instrument.Meter.Name.StartsWith(meter, StringComparison.Ordinal) && instrument.Meter.Scope == meters)
            {
                _instruments[instrument.Name] = instrument;
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) => _counts.Enqueue(SeriesOf(instrument, tags)));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => _values.Enqueue((SeriesOf(instrument, tags), value)));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _values.Enqueue((SeriesOf(instrument, tags), value)));
        _listener.Start();
    }

    /// <summary>Gets what was counted, one entry each time.</summary>
    public IReadOnlyList<string> All => [.. _counts];

    /// <summary>Gets what histograms and gauges were told, in order.</summary>
    public IReadOnlyList<(string Series, double Value)> Values => [.. _values];

    /// <summary>Gets the instruments that there are.</summary>
    public IReadOnlyCollection<Instrument> Instruments => [.. _instruments.Values];

    /// <summary>Returns what the gauges show now.</summary>
    public IReadOnlyDictionary<string, double> Observe()
    {
        _values.Clear();
        _listener.RecordObservableInstruments();
        return _values.GroupBy(value => value.Series).ToDictionary(series => series.Key, series => series.Last().Value);
    }

    public void Dispose() => _listener.Dispose();

    private static string SeriesOf(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = instrument.Name;
        foreach (var (name, value) in tags)
        {
            series += string.Create(CultureInfo.InvariantCulture, $" {name}={value}");
        }

        return series;
    }
}
