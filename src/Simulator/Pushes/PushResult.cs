using System.Text.Json.Serialization;
using WxYarpGateway.Simulator.Replies;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Records a push with all its deliveries.</summary>
/// <param name="Message">The message as WeChat wrote it, before encryption.</param>
/// <param name="Deliveries">The deliveries, in order; there is at least one.</param>
public sealed record PushResult(string Message, IReadOnlyList<Delivery> Deliveries)
{
    /// <summary>The words WeChat shows the user when the account gave no answer or one that makes no sense.</summary>
    public const string ServiceFault = "该公众号提供的服务出现故障，请稍后再试";

    /// <summary>Gets the last delivery.</summary>
    [JsonIgnore]
    public Delivery Last => Deliveries[^1];

    /// <summary>Gets whether the last delivery was answered properly.</summary>
    public bool IsAnswered => Last.Outcome == DeliveryOutcome.Answered;

    /// <summary>Gets whether the event asks for an object of WeChat's own, so that no user is there to see an answer.</summary>
    [JsonIgnore]
    public bool WantsObject { get; init; }

    /// <summary>Gets which delivery was answered properly, counted from 1, or null; it is always the last.</summary>
    public int? AnsweredDelivery => IsAnswered ? Deliveries.Count : null;

    /// <summary>Gets the opened reply of the last delivery, or null when there was no valid answer.</summary>
    public SimulatedReply? Reply => Last.Reply;

    /// <summary>Gets the error the user sees, or null when the push was answered properly or concerns no user.</summary>
    public string? ErrorShown => IsAnswered || WantsObject ? null : ServiceFault;
}
