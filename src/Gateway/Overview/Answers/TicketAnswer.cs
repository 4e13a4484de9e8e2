using WxYarpGateway.Gateway.Health.Reports;

namespace WxYarpGateway.Gateway.Overview.Answers;

/// <summary>The ticket that WeChat pushes to a platform every ten minutes.</summary>
/// <param name="State"><c>held</c>, <c>late</c>, <c>expired</c> or <c>none</c>.</param>
/// <param name="AgeSeconds">How long ago the newest came, to any replica.</param>
/// <param name="IsAwaited">Whether there is no component token for want of another ticket.</param>
internal sealed record TicketAnswer(string State, long? AgeSeconds, bool IsAwaited)
{
    /// <summary>Returns how it stands with a platform's ticket.</summary>
    public static TicketAnswer Of(PlatformHealth platform) => new(platform.Ticket, platform.TicketAge, platform.WaitsForTicket);
}
