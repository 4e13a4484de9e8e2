using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using WxYarpGateway.Transforms.Messages;

namespace WxYarpGateway.Transforms.Tests.Messages;

/// <summary>The measurements of one host's meter, each as "name tag=value …".</summary>
internal sealed class CollectedMetrics : IDisposable
{
    private readonly ConcurrentQueue<string> _measurements = [];
    private readonly MeterListener _listener = new();

    public CollectedMetrics(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == PushMetrics.MeterName && instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
        {
            Assert.Equal(1, count);
            _measurements.Enqueue(tags.ToArray().Aggregate(instrument.Name, (text, tag) => $"{text} {tag.Key}={tag.Value}"));
        });
        _listener.Start();
    }

    public IReadOnlyList<string> All => [.. _measurements];

    public void Dispose() => _listener.Dispose();
}
