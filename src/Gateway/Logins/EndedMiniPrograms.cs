using WxYarpGateway.MiniPrograms.Logins;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Gateway.Logins;

/// <summary>Ends the sessions of all users of an account that withdrew its authorization.</summary>
internal sealed class EndedMiniPrograms(LoginPeople people) : IEndedAuthorizers
{
    /// <inheritdoc/>
    public async ValueTask EndedAsync(WeChatPlatform platform, AppId appId, CancellationToken cancellationToken)
    {
        try
        {
            await people.EndSessionsOfAppAsync(appId, cancellationToken);
        }
        catch (UsersUnavailableException exception)
        {
            throw new AuthorizersUnavailableException(exception.Message, exception);
        }
    }
}
