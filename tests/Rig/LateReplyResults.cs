using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace WxYarpGateway.Rig;

/// <summary>Listens to the counter of late replies.</summary>
public sealed class LateReplyResults : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _counts = [];

    public LateReplyResults(IMeterFactory gateway)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Other gateways run in this process at the same time.
            if (instrument.Meter.Scope == gateway && instrument.Name == "wxgateway.replies.late")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, measurement, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Key == "result")
                {
                    _counts.AddOrUpdate((string)tag.Value!, measurement, (_, count) => count + measurement);
                }
            }
        });
        _listener.Start();
    }

    public long this[string result] => _counts.GetValueOrDefault(result);

    public void Dispose() => _listener.Dispose();
}
