namespace WxYarpGateway.Gateway.Overview.Answers;

/// <summary>The last whole minutes of a service on this replica.</summary>
/// <param name="Minutes">The minutes, the oldest first.</param>
internal sealed record MinutesAnswer(IReadOnlyList<MinuteAnswer> Minutes);
