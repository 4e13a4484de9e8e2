using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Platform.AuthorizationPages;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Gateway.Platforms;

/// <summary>Makes links to the platform's own authorization page, each for the one account that is to authorize it again.</summary>
internal sealed class AuthorizationUrls(PlatformCatalog platforms, AuthorizationLinks links) : IAuthorizationUrls
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public async ValueTask<Uri?> FindAsync(Account platform, AppId authorizer, CancellationToken cancellationToken)
    {
        if (!platforms.TryGet(platform.AppId, out var found) || found.PublicUrl is null || found.Options.Authorization.Path.Length == 0)
        {
            return null;
        }

        try
        {
            var invitation = new Invitation(found.AppId.Value, AuthType: null, authorizer.Value, Categories: null, State: null);
            return await links.MakeAsync(found, AuthorizationClient.Pc, invitation, Life, cancellationToken);
        }
        catch (VaultUnavailableException)
        {
            // The answer says what is wrong with the account all the same.
            return null;
        }
    }
}
