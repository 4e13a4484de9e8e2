using System.Globalization;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Chaos.Books;

/// <summary>One delivery of a message: a push as WeChat saw it.</summary>
internal sealed record Push
{
    public required TimeSpan Began { get; init; }

    public required TimeSpan Ended { get; init; }

    /// <summary>Gets whether it went through nginx.</summary>
    public required bool IsThroughNginx { get; init; }

    /// <summary>Gets the replicas that it met, as far as they are known: the one it was sent to, or those nginx tried.</summary>
    public required IReadOnlyList<int> Replicas { get; init; }

    public required DeliveryOutcome Outcome { get; init; }

    /// <summary>Gets whether WeChat was to hang up early, as when the network fails it.</summary>
    public required bool IsImpatient { get; init; }

    /// <summary>Gets whether the answer held the reply to this message.</summary>
    public required bool HasReply { get; init; }

    /// <summary>Gets whether the answer held the reply to another message.</summary>
    public required bool HasForeignReply { get; init; }

    public int? Status { get; init; }

    public string? Problem { get; init; }

    public TimeSpan Elapsed => Ended - Began;

    public bool IsAnswered => Outcome == DeliveryOutcome.Answered;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"WeChat delivers it {(IsThroughNginx ? "through nginx" : "")} to replica " +
            $"{(Replicas.Count > 0 ? string.Join(", ", Replicas) : "?")}: {What} after {Elapsed.TotalMilliseconds:0} ms");

    private string What => this switch
    {
        { HasReply: true } => "the reply",
        { HasForeignReply: true } => "ANOTHER MESSAGE'S REPLY",
        { IsAnswered: true } => "'success'",
        { IsImpatient: true, Outcome: DeliveryOutcome.TimedOut } => "hung up",
        _ => $"{Outcome} {Status} {Problem}",
    };
}
