using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Authorizers;

/// <summary>Is told of accounts that withdrew their authorization. Register it as a singleton.</summary>
public interface IEndedAuthorizers
{
    /// <summary>Ends what the host keeps for the users of an account. It may be told more than once.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="appId">The account.</param>
    /// <param name="cancellationToken">Ends the work; it is begun again later.</param>
    /// <exception cref="AuthorizersUnavailableException">The database is away: the account is told of again.</exception>
    ValueTask EndedAsync(WeChatPlatform platform, AppId appId, CancellationToken cancellationToken);
}
