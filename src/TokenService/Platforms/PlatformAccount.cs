using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Platforms;

/// <summary>A configured platform, as far as its tickets and tokens are concerned.</summary>
/// <param name="Account">The platform's account, of <see cref="ServiceKind.Platform"/>.</param>
/// <param name="StartTicketPush">Whether the gateway asks WeChat to push tickets.</param>
public sealed record PlatformAccount(Account Account, TicketPushStart StartTicketPush);
