using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.TokenService.Api;

/// <summary>Gives the access_token that a call in an account's name carries.</summary>
/// <remarks>A host decides where tokens come from; <c>AddTokenService</c> registers the one that keeps them for all replicas.</remarks>
public interface IAccessTokens
{
    /// <summary>Returns the account's current access_token.</summary>
    ValueTask<WeChatResult<Token>> GetAsync(Account account, CancellationToken cancellationToken);

    /// <summary>Returns an access_token other than the one WeChat refused; it is renewed once, however many callers name it.</summary>
    ValueTask<WeChatResult<Token>> ReplaceAsync(Account account, string rejected, CancellationToken cancellationToken);
}
