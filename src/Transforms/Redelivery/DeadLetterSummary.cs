namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>A message that no backend took within its time, without its text and its user.</summary>
/// <param name="Id">The dead letter's id. It is not the message's: a message may become a dead letter more than once.</param>
/// <param name="MessageId">The message's id in headers and logs.</param>
/// <param name="Type">The message's type or, for an event, the event's name.</param>
/// <param name="ReceivedAt">The time of its arrival.</param>
/// <param name="Attempts">The number of backend calls.</param>
/// <param name="Failure">A sentence that says why the last call failed; empty when no backend was called.</param>
public sealed record DeadLetterSummary(string Id, string MessageId, string Type, DateTimeOffset ReceivedAt, int Attempts, string Failure);
