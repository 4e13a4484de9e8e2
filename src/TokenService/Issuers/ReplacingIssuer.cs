using WxYarpGateway.TokenService.Services;
using WxYarpGateway.TokenService.Stores;

namespace WxYarpGateway.TokenService.Issuers;

/// <summary>Asks WeChat for a token other than the one it refused: by force only when it still is the current one, and only as often as allowed.</summary>
internal sealed class ReplacingIssuer(AccessTokenIssuer issuer, ITokenStore store)
{
    /// <summary>Asks for a token; <paramref name="isKnownCurrent"/> says that the refused one is what WeChat gave out last, as far as we know.</summary>
    public async ValueTask<Issue> IssueAsync(Account account, string? rejected, bool isKnownCurrent, CancellationToken cancellationToken)
    {
        if (rejected is null || account.TokenEndpoint == TokenEndpoint.Classic)
        {
            return new Issue(await issuer.IssueAsync(account, force: false, cancellationToken), ForcedRenewals.Interval);
        }

        var wait = isKnownCurrent ? await store.TakeForcedRenewalAsync(account.AppId, cancellationToken) : (TimeSpan?)null;
        var result = await issuer.IssueAsync(account, force: wait == TimeSpan.Zero, cancellationToken);

        // Forcing ends a token that others may be using, so a token nobody here knows of must first turn out to be the current one.
        if (wait is null && result.TryGet(out var token, out _) && token.Value == rejected)
        {
            wait = await store.TakeForcedRenewalAsync(account.AppId, cancellationToken);
            result = wait == TimeSpan.Zero ? await issuer.IssueAsync(account, force: true, cancellationToken) : result;
        }

        return new Issue(result, wait is { } left && left > TimeSpan.Zero ? left : ForcedRenewals.Interval);
    }
}
