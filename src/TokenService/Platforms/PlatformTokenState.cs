namespace WxYarpGateway.TokenService.Platforms;

/// <summary>How this process stands with a platform's ticket and tokens, without any of them.</summary>
/// <param name="TicketAge">
/// How long ago the newest ticket came, to any replica; null when there is none. WeChat pushes one every 10 minutes and takes each for 12
/// hours.
/// </param>
/// <param name="TokenAge">How long this process has had its component token; null when it has none.</param>
/// <param name="IsWaitingForTicket">Whether there is no component token for want of a ticket that WeChat takes.</param>
public sealed record PlatformTokenState(TimeSpan? TicketAge, TimeSpan? TokenAge, bool IsWaitingForTicket);
