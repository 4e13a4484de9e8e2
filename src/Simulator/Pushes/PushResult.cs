using System.Text.Json.Serialization;
using WxYarpGateway.Simulator.Pushes.Replies;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Records a push with all its deliveries.</summary>
/// <param name="Message">The message as WeChat wrote it, before encryption.</param>
/// <param name="Deliveries">The deliveries, in order; there is at least one.</param>
public sealed record PushResult(string Message, IReadOnlyList<Delivery> Deliveries)
{
    /// <summary>WeChat's message to the user when the account gave no answer or a malformed one.</summary>
    public const string ServiceFault = "该公众号提供的服务出现故障，请稍后再试";

    /// <summary>Gets the last delivery.</summary>
    [JsonIgnore]
    public Delivery Last => Deliveries[^1];

    /// <summary>Gets whether the last delivery got a valid answer.</summary>
    public bool IsAnswered => Last.Outcome == DeliveryOutcome.Answered;

    /// <summary>Gets whether the event needs a result object, so that no user sees an answer.</summary>
    [JsonIgnore]
    public bool WantsObject { get; init; }

    /// <summary>Gets which delivery got a valid answer, counted from 1, or null; it is always the last.</summary>
    public int? AnsweredDelivery => IsAnswered ? Deliveries.Count : null;

    /// <summary>Gets the opened reply of the last delivery, or null when there was no valid answer.</summary>
    public SimulatedReply? Reply => Last.Reply;

    /// <summary>Gets the error that the user sees; null after a valid answer and for pushes without a user.</summary>
    public string? ErrorShown => IsAnswered || WantsObject ? null : ServiceFault;
}
