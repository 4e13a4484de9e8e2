using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Codes.Logins;

/// <summary>Exchanges the codes with which users of mini programs log in (<c>wx.login</c>), each once for all replicas.</summary>
public interface ILoginCodes
{
    /// <summary>Exchanges a code. What it stood for is remembered for five minutes, so a phone may repeat its request.</summary>
    /// <param name="account">The mini program: with an AppSecret of its own, or in a platform's care.</param>
    /// <param name="code">The code.</param>
    /// <param name="cancellationToken">Gives up waiting; an exchange that has begun goes on.</param>
    /// <returns>
    /// The user; or an error. <see cref="ErrorClass.UserAuthorization"/> says that the code is no good, and the phone has to ask for
    /// another one.
    /// </returns>
    ValueTask<WeChatResult<CodeLogin>> ExchangeAsync(Account account, string code, CancellationToken cancellationToken);
}
