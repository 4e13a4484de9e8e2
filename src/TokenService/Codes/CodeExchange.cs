using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>
/// Exchanges one code so that the whole cluster asks WeChat once (see <see cref="SharedFetch"/>); then fetches the profile.
/// </summary>
internal sealed class CodeExchange(SharedFetch fetch, OAuthMemory memory, OAuthApi api)
{
    /// <summary>Returns the user who came with the code.</summary>
    public async Task<WeChatResult<OAuthUser>> ExchangeAsync(
        Account account, string code, ProfileFetch profileFetch, CancellationToken cancellationToken)
    {
        var key = OAuthKey.OfCode(account.AppId, code);
        var outcome = await fetch.GetAsync(new SharedGrant(key, account, code, memory, api), cancellationToken);
        if (!outcome.TryGet(out var grant, out var error))
        {
            return error;
        }

        if (grant.Profile is not null || !OAuthGrant.IsProfileWanted(profileFetch, grant.Scope))
        {
            return grant.ToUser();
        }

        // Without a lease: asking twice for a profile does no harm.
        var profile = await api.GetProfileAsync(account, grant, cancellationToken);
        if (!profile.TryGet(out var json, out var noProfile))
        {
            return grant.ToUser() with { ProfileError = noProfile };
        }

        // Nothing else needs the user's access token.
        var complete = grant with { Profile = json, AccessToken = "" };
        await memory.RememberAsync(key, complete, cancellationToken);
        return complete.ToUser();
    }
}
