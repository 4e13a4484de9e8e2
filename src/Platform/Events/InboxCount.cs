namespace WxYarpGateway.Platform.Events;

/// <summary>How full the inbox of a platform is.</summary>
/// <param name="Waiting">How many events wait or are worked on.</param>
/// <param name="GivenUp">How many could not be done in time, within the last days.</param>
/// <param name="Oldest">When WeChat made the oldest event that waits; <see langword="null"/> when none waits.</param>
public sealed record InboxCount(int Waiting, int GivenUp, DateTimeOffset? Oldest);
