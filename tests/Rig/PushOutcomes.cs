using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace WxYarpGateway.Rig;

/// <summary>Listens to the outcome counter of the pushes.</summary>
public sealed class PushOutcomes : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Service, string Outcome), long> _counts = [];

    public PushOutcomes(IMeterFactory gateway)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Other gateways run in this process at the same time.
            if (instrument.Meter.Scope == gateway && instrument.Name == "wxgateway.messages.pushes")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(Count);
        _listener.Start();
    }

    /// <summary>Returns how many pushes to a service ended so.</summary>
    public long this[string service, string outcome] => _counts.GetValueOrDefault((service, outcome));

    /// <summary>Returns how many pushes to a service were counted at all.</summary>
    public long Of(string service) => _counts.Where(count => count.Key.Service == service).Sum(count => count.Value);

    public void Dispose() => _listener.Dispose();

    private void Count(Instrument instrument, long measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        string service = "", outcome = "";
        foreach (var tag in tags)
        {
            service = tag.Key == "service" ? (string)tag.Value! : service;
            outcome = tag.Key == "outcome" ? (string)tag.Value! : outcome;
        }

        _counts.AddOrUpdate((service, outcome), measurement, (_, count) => count + measurement);
    }
}
