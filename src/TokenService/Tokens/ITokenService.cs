using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Tokens;

/// <summary>
/// Keeps one current access_token, and one ticket of each kind, per account, renewed ahead and shared by everyone who asks.
/// </summary>
public interface ITokenService : IAccessTokens
{
    /// <inheritdoc/>
    ValueTask<WeChatResult<Token>> IAccessTokens.GetAsync(Account account, CancellationToken cancellationToken) =>
        GetAsync(account, TokenKind.AccessToken, cancellationToken);

    /// <summary>Returns the account's current token of a kind: from memory when there is one, else from the store or from WeChat.</summary>
    /// <remarks>
    /// <see cref="TokenKind.AccessToken"/> means the token with which the account's calls go out: a platform's component_access_token, and
    /// the authorizer_access_token of an account in a platform's care.
    /// </remarks>
    ValueTask<WeChatResult<Token>> GetAsync(Account account, TokenKind kind, CancellationToken cancellationToken);
}
