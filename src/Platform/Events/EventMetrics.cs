using System.Diagnostics.Metrics;

namespace WxYarpGateway.Platform.Events;

/// <summary>Counts authorization events, and shows how many wait.</summary>
internal sealed class EventMetrics
{
    /// <summary>The results of an event's arrival.</summary>
    public const string Kept = "kept";
    public const string Repeated = "repeated";
    public const string Old = "old";
    public const string Passed = "passed";
    public const string Refused = "refused";

    /// <summary>The results of the work on an event.</summary>
    public const string Done = "done";
    public const string Retried = "retried";
    public const string GivenUp = "given_up";

    private readonly Counter<long> _arrived;
    private readonly Counter<long> _worked;
    private readonly TimeProvider _clock;
    private volatile IReadOnlyDictionary<string, InboxCount> _inboxes = new Dictionary<string, InboxCount>();

    public EventMetrics(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create(PlatformMeter.Name);
        _arrived = meter.CreateCounter<long>(
            "wxgateway.platform.events", "{event}", "Authorization events that arrived, by InfoType and what became of them before the answer.");
        _worked = meter.CreateCounter<long>(
            "wxgateway.platform.events.worked", "{event}", "Work on authorization events after the answer, by InfoType and result.");
        meter.CreateObservableGauge(
            "wxgateway.platform.inbox.waiting",
            () => Show(count => count.Waiting),
            "{event}",
            "Authorization events that wait or are worked on, of all replicas.");
        meter.CreateObservableGauge(
            "wxgateway.platform.inbox.given_up",
            () => Show(count => count.GivenUp),
            "{event}",
            "Authorization events of the last days that could not be done in time.");
        meter.CreateObservableGauge(
            "wxgateway.platform.inbox.oldest",
            () => Show(count => count.Oldest is { } oldest ? Math.Max(0, (_clock.GetUtcNow() - oldest).TotalSeconds) : 0),
            "s",
            "Age of the oldest authorization event that waits.");
    }

    /// <summary>Sets the gauges of the inboxes, by platform.</summary>
    public void Show(IReadOnlyDictionary<string, InboxCount> inboxes) => _inboxes = inboxes;

    /// <summary>Counts an arrival.</summary>
    public void Arrived(string service, string infoType, string result) => Add(_arrived, service, infoType, result);

    /// <summary>Counts a piece of work.</summary>
    public void Worked(string service, string infoType, string result) => Add(_worked, service, infoType, result);

    private IEnumerable<Measurement<T>> Show<T>(Func<InboxCount, T> value)
        where T : struct
        => _inboxes.Select(inbox => new Measurement<T>(value(inbox.Value), new KeyValuePair<string, object?>("service", inbox.Key)));

    private static void Add(Counter<long> counter, string service, string infoType, string result) => counter.Add(
        1,
        new("service", service),
        new("info_type", EventTypes.LabelOf(infoType)),
        new KeyValuePair<string, object?>("result", result));
}
