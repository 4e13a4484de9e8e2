using System.Diagnostics.Metrics;

namespace WxYarpGateway.Transforms.Messages;

/// <summary>Counts pushes by how they ended.</summary>
internal sealed class PushMetrics
{
    /// <summary>The name of this project's meter.</summary>
    public const string MeterName = "WxYarpGateway.Transforms";

    private const int LongestType = 64;

    private readonly Counter<long> _pushes;

    public PushMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _pushes = meter.CreateCounter<long>("wxgateway.messages.pushes", "{push}", "Pushes received, by service, type and outcome.");
        LateReplies = meter.CreateCounter<long>("wxgateway.replies.late", "{reply}", "Replies that came after the deadline, by service and fate.");
    }

    /// <summary>Gets the counter of late replies.</summary>
    public Counter<long> LateReplies { get; }

    /// <summary>Counts a push.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="type">The message's type, or the event's name; empty when the push did not get that far.</param>
    /// <param name="outcome">How it ended.</param>
    public void Count(string service, string type, PushOutcome outcome)
        => _pushes.Add(
            1,
            new("service", service),
            new("type", type.Length <= LongestType ? type : "unknown"),
            new("outcome", outcome.ToString()));
}
