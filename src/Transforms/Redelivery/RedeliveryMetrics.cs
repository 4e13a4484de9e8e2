using System.Diagnostics.Metrics;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>Counts what becomes of kept messages, and shows how many there are.</summary>
internal sealed class RedeliveryMetrics
{
    /// <summary>A backend did not take it, and it was kept.</summary>
    public const string Kept = "kept";

    /// <summary>A backend took it in the end.</summary>
    public const string Delivered = "delivered";

    /// <summary>It was delivered again in vain.</summary>
    public const string Retried = "retried";

    /// <summary>It became a dead letter.</summary>
    public const string Dead = "dead";

    /// <summary>The queue had forgotten it, and it was entered anew.</summary>
    public const string Restored = "restored";

    /// <summary>It could not be kept.</summary>
    public const string Lost = "lost";

    private readonly Counter<long> _messages;
    private volatile IReadOnlyList<QueueCount> _counts = [];

    public RedeliveryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(TransformsTelemetry.MeterName);
        _messages = meter.CreateCounter<long>("wxgateway.redelivery.messages", "{message}", "Messages that no backend took, by service and result.");
        meter.CreateObservableGauge("wxgateway.redelivery.waiting", () => Show(count => (int)(count.Waiting + count.Held)), "{message}", "Messages kept to be delivered again, or while a backend is at work, by service.");
        meter.CreateObservableGauge("wxgateway.redelivery.dead", () => Show(count => (int)count.Dead), "{message}", "Dead letters, by service.");
        meter.CreateObservableGauge("wxgateway.redelivery.oldest", () => Show(count => count.Oldest?.TotalSeconds ?? 0), "s", "How long the oldest message that waits has been kept, by service.");
    }

    /// <summary>Gets the counts of the last look, by service.</summary>
    public IReadOnlyList<QueueCount> Counts => _counts;

    /// <summary>Counts a message.</summary>
    public void Add(string service, string result, long number = 1) => _messages.Add(number, new("service", service), new KeyValuePair<string, object?>("result", result));

    /// <summary>Shows these counts from now on. A service that had some and has none is shown with none.</summary>
    public void Show(IReadOnlyList<QueueCount> counts)
        => _counts = [.. counts, .. _counts.Where(before => !counts.Any(now => now.Service == before.Service)).Select(before => QueueCount.None(before.Service))];

    private IEnumerable<Measurement<T>> Show<T>(Func<QueueCount, T> value)
        where T : struct
        => _counts.Select(count => new Measurement<T>(value(count), new KeyValuePair<string, object?>("service", count.Service)));
}
