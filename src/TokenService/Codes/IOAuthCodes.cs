using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>Exchanges the codes that WeChat gives to browsers (网页授权) for the user behind them.</summary>
public interface IOAuthCodes
{
    /// <summary>
    /// Exchanges a code, once for all replicas: whoever shows the same code again within 5 minutes gets the same user,
    /// without WeChat being asked (which would answer 40163).
    /// </summary>
    /// <param name="account">The account that the user was sent to WeChat for.</param>
    /// <param name="code">The code, decoded, as the browser brought it.</param>
    /// <param name="fetch">When the user's profile (<c>/sns/userinfo</c>) is fetched too.</param>
    /// <param name="cancellationToken">Gives up waiting; an exchange that is under way goes on, since its code is spent.</param>
    /// <returns>The user, or WeChat's error, whose text holds neither the code nor a token.</returns>
    ValueTask<WeChatResult<OAuthUser>> ExchangeAsync(Account account, string code, ProfileFetch fetch, CancellationToken cancellationToken);
}
