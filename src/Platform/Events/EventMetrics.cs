using System.Diagnostics.Metrics;

namespace WxYarpGateway.Platform.Events;

/// <summary>Counts authorization events.</summary>
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

    public EventMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("WxYarpGateway.Platform");
        _arrived = meter.CreateCounter<long>(
            "wxgateway.platform.events", "{event}", "Authorization events that arrived, by InfoType and what became of them before the answer.");
        _worked = meter.CreateCounter<long>(
            "wxgateway.platform.events.worked", "{event}", "Work on authorization events after the answer, by InfoType and result.");
    }

    /// <summary>Counts an arrival.</summary>
    public void Arrived(string service, string infoType, string result) => Add(_arrived, service, infoType, result);

    /// <summary>Counts a piece of work.</summary>
    public void Worked(string service, string infoType, string result) => Add(_worked, service, infoType, result);

    private static void Add(Counter<long> counter, string service, string infoType, string result) => counter.Add(
        1,
        new("service", service),
        new("info_type", EventTypes.LabelOf(infoType)),
        new KeyValuePair<string, object?>("result", result));
}
