using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Gateway.Answers;

/// <summary>Says to a caller why there is no token, and what ends that.</summary>
internal sealed class TokenErrors(IEnumerable<IAuthorizationUrls> urls)
{
    // Tickets come every ten minutes; a caller that asks a little too often costs nothing.
    private static readonly TimeSpan TicketPause = TimeSpan.FromSeconds(5);

    /// <summary>Returns the error for an account that withdrew its authorization.</summary>
    public static GatewayError Unauthorized(AppId authorizer) => GatewayError.Of(
        StatusCodes.Status409Conflict, $"The account {authorizer.Value} withdrew its authorization; the platform may not act for it any more.");

    /// <summary>Returns the error for a token that WeChat or the store does not give.</summary>
    public ValueTask<GatewayError> OfAsync(WeChatError error, Account account, CancellationToken cancellationToken) => error.Obstacle switch
    {
        TokenObstacle.Unauthorized => ValueTask.FromResult(Unauthorized(account.AppId)),
        TokenObstacle.Broken or TokenObstacle.NeedsCode => OfAuthorizationAsync(error, account, cancellationToken),
        TokenObstacle.WaitingForTicket
            => ValueTask.FromResult(GatewayError.Of(error) with { RetryAfter = error.RetryAfter ?? TicketPause }),
        _ => ValueTask.FromResult(GatewayError.Of(error)),
    };

    private async ValueTask<GatewayError> OfAuthorizationAsync(WeChatError error, Account account, CancellationToken cancellationToken)
    {
        var conflict = GatewayError.Of(StatusCodes.Status409Conflict, error.Message);
        foreach (var source in urls)
        {
            if (account.Component is { } platform && await source.FindAsync(platform, account.AppId, cancellationToken) is { } url)
            {
                return conflict with { AuthorizationUrl = url };
            }
        }

        return conflict;
    }
}
