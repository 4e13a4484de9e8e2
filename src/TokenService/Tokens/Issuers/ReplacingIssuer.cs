using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.TokenService.Tokens.Issuers;

/// <summary>
/// Asks WeChat for an access_token. It forces a new one only when the refused one still is the current one, and only as often as allowed.
/// </summary>
internal sealed class ReplacingIssuer(AccessTokenIssuer issuer, IExpiringStore store) : ITokenIssuer
{
    public ValueTask<WeChatResult<Token>> IssueAsync(Account account, CancellationToken cancellationToken) =>
        issuer.IssueAsync(account, force: false, cancellationToken);

    public async ValueTask<Issue> ReplaceAsync(Account account, string rejected, bool isKnownCurrent, CancellationToken cancellationToken)
    {
        if (account.TokenEndpoint == TokenEndpoint.Classic)
        {
            return new Issue(await issuer.IssueAsync(account, force: false, cancellationToken), ForcedRenewals.Interval);
        }

        var wait = isKnownCurrent ? await ForcedRenewals.TakeAsync(store, account.AppId, cancellationToken) : (TimeSpan?)null;
        var result = await issuer.IssueAsync(account, force: wait == TimeSpan.Zero, cancellationToken);

        // Forcing ends a token that others may be using, so a token that this process does not know must first turn out to be the current
        // one.
        if (wait is null && result.TryGet(out var token, out _) && token.Value == rejected)
        {
            wait = await ForcedRenewals.TakeAsync(store, account.AppId, cancellationToken);
            result = wait == TimeSpan.Zero ? await issuer.IssueAsync(account, force: true, cancellationToken) : result;
        }

        return new Issue(result, wait is { } left && left > TimeSpan.Zero ? left : ForcedRenewals.Interval);
    }

    // Asking the classic endpoint ends the token that the other replicas have.
    public bool IsHarmless(Account account) => account.TokenEndpoint == TokenEndpoint.Stable;
}
