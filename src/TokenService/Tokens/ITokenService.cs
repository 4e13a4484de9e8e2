using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Tokens;

/// <summary>Keeps one current access_token, and one ticket of each kind, per account, renewed ahead and shared by everyone who asks.</summary>
public interface ITokenService
{
    /// <summary>Returns the account's current access_token: from memory when there is one, else from the store or from WeChat.</summary>
    ValueTask<TokenResult> GetAsync(Account account, CancellationToken cancellationToken) =>
        GetAsync(account, TokenKind.AccessToken, cancellationToken);

    /// <summary>Returns the account's current token of a kind: from memory when there is one, else from the store or from WeChat.</summary>
    ValueTask<TokenResult> GetAsync(Account account, TokenKind kind, CancellationToken cancellationToken);

    /// <summary>Returns an access_token other than the one WeChat refused; it is renewed once, however many callers name it.</summary>
    ValueTask<TokenResult> ReplaceAsync(Account account, string rejected, CancellationToken cancellationToken);
}
