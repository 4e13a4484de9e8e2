using System.Diagnostics.Metrics;
using WxYarpGateway.Transforms.Redelivery.Queue;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>The metrics of kept messages.</summary>
internal sealed class RedeliveryMetrics
{
    /// <summary>No backend took the message, and the queue keeps it.</summary>
    public const string Kept = "kept";

    /// <summary>A redelivery's backend took it.</summary>
    public const string Delivered = "delivered";

    /// <summary>A redelivery failed.</summary>
    public const string Retried = "retried";

    /// <summary>The message became a dead letter.</summary>
    public const string Dead = "dead";

    /// <summary>The queue lost the message, and a replica restored it.</summary>
    public const string Restored = "restored";

    /// <summary>The message could not be kept.</summary>
    public const string Lost = "lost";

    private readonly Counter<long> _messages;
    private volatile IReadOnlyList<QueueCount> _counts = [];

    public RedeliveryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(TransformsTelemetry.MeterName);
        _messages = meter.CreateCounter<long>(
            "wxgateway.redelivery.messages", "{message}", "Messages that no backend took, by service and result.");
        meter.CreateObservableGauge(
            "wxgateway.redelivery.waiting",
            () => Show(count => (int)(count.Waiting + count.Leased)),
            "{message}",
            "Messages kept for a redelivery, or leased while a backend is at work, by service.");
        meter.CreateObservableGauge(
            "wxgateway.redelivery.dead", () => Show(count => (int)count.Dead), "{message}", "Dead letters, by service.");
        meter.CreateObservableGauge(
            "wxgateway.redelivery.oldest",
            () => Show(count => count.Oldest?.TotalSeconds ?? 0),
            "s",
            "Age of the oldest message in the queue, by service.");
    }

    /// <summary>Gets the last counts, by service.</summary>
    public IReadOnlyList<QueueCount> Counts => _counts;

    /// <summary>Counts a message.</summary>
    public void Add(string service, string result, long number = 1)
        => _messages.Add(number, new("service", WeChatService.ShownNameOf(service)), new KeyValuePair<string, object?>("result", result));

    /// <summary>Sets the gauges. A service that had messages and has none any more gets 0.</summary>
    public void Show(IReadOnlyList<QueueCount> counts)
    {
        var emptied = _counts.Where(before => !counts.Any(now => now.Service == before.Service));
        _counts = [.. counts, .. emptied.Select(before => QueueCount.None(before.Service))];
    }

    // The accounts in the care of one service are shown together.
    private IEnumerable<Measurement<T>> Show<T>(Func<QueueCount, T> value)
        where T : struct
        => Together().Select(count => new Measurement<T>(value(count), new KeyValuePair<string, object?>("service", count.Service)));

    private IEnumerable<QueueCount> Together()
        => _counts.GroupBy(count => WeChatService.ShownNameOf(count.Service)).Select(counts => new QueueCount(
            counts.Key,
            counts.Sum(count => count.Waiting),
            counts.Sum(count => count.Leased),
            counts.Sum(count => count.Dead),
            counts.Max(count => count.Oldest)));
}
