using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Tokens.Issuers;

/// <summary>Asks WeChat for a token of one kind.</summary>
internal interface ITokenIssuer
{
    /// <summary>Returns a token; the one that others have stays valid where <see cref="IsHarmless"/> says so.</summary>
    ValueTask<WeChatResult<Token>> IssueAsync(Account account, CancellationToken cancellationToken);

    /// <summary>
    /// Returns a token in place of one that WeChat refused; <paramref name="isKnownCurrent"/> says that it is what WeChat gave out last,
    /// as far as we know.
    /// </summary>
    ValueTask<Issue> ReplaceAsync(Account account, string rejected, bool isKnownCurrent, CancellationToken cancellationToken);

    /// <summary>
    /// Returns whether asking is harmless when nobody can tell the other replicas: WeChat gives all of them the same token.
    /// </summary>
    bool IsHarmless(Account account);

    /// <summary>Returns whether this replica may ask WeChat while the store, and with it every lease, is away.</summary>
    ValueTask<bool> MayAskAloneAsync(Account account, CancellationToken cancellationToken) => ValueTask.FromResult(IsHarmless(account));
}
