using WxYarpGateway.TokenService.Services;

namespace WxYarpGateway.TokenService.Tokens;

/// <summary>Keeps one current access_token per account, renewed ahead and shared by everyone who asks.</summary>
public interface ITokenService
{
    /// <summary>Returns the account's current token: from memory when there is one, else from the store or from WeChat.</summary>
    ValueTask<TokenResult> GetAsync(Account account, CancellationToken cancellationToken);

    /// <summary>Returns a token other than the one WeChat refused; it is renewed once, however many callers name it.</summary>
    ValueTask<TokenResult> ReplaceAsync(Account account, string rejected, CancellationToken cancellationToken);
}
