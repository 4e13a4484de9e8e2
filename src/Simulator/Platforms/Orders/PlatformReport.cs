namespace WxYarpGateway.Simulator.Platforms.Orders;

/// <summary>One platform in the answer of <c>GET /simulator/platforms</c>; it has no token and no secret.</summary>
/// <param name="AppId">The platform's AppId.</param>
/// <param name="GetsTickets">Whether tickets are being pushed.</param>
/// <param name="Total">How many authorizers it has.</param>
/// <param name="Authorizers">The first of them.</param>
internal sealed record PlatformReport(string AppId, bool GetsTickets, int Total, IReadOnlyList<AuthorizerReport> Authorizers)
{
    private const int MostAuthorizers = 500;

    public static PlatformReport Of(PlatformState state)
    {
        var (total, page) = state.Page(0, MostAuthorizers);
        return new PlatformReport(
            state.AppId,
            state.TicketPushing.IsOn,
            total,
            [
                .. page.Select(entry => new AuthorizerReport(
                    entry.Account.AppId,
                    entry.PermissionSets,
                    entry.AuthorizedAt,
                    entry.RefreshToken.Length > 0,
                    entry.Renewals)),
            ]);
    }
}
