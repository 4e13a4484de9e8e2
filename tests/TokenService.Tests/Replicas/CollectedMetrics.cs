using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace WxYarpGateway.TokenService.Tests.Replicas;

/// <summary>The measurements of one replica's meter, each as "name tag=value …".</summary>
internal sealed class CollectedMetrics : IDisposable
{
    private readonly ConcurrentQueue<string> _measurements = [];
    private readonly MeterListener _listener = new();

    public CollectedMetrics(IMeterFactory meterFactory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == TokenServiceTelemetry.MeterName && instrument.Meter.Scope == meterFactory)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
        {
            var text = instrument.Name;
            foreach (var (name, value) in tags)
            {
                text += $" {name}={value}";
            }

            _measurements.Enqueue(text);
        });
        _listener.Start();
    }

    public IReadOnlyList<string> All => [.. _measurements];

    public void Dispose() => _listener.Dispose();
}
