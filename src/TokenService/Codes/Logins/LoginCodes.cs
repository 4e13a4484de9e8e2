using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Codes.Logins;

/// <summary>Exchanges the codes of <c>wx.login</c>, each once for all replicas.</summary>
internal sealed partial class LoginCodes(SharedFetch fetch, LoginMemory memory, LoginApi api, ILogger<LoginCodes> logger)
    : ILoginCodes, IDisposable
{
    private readonly CodeFlights<CodeLogin> _flights = new(fetch, (exception, service) => Log.Crashed(logger, exception, service));

    public async ValueTask<WeChatResult<CodeLogin>> ExchangeAsync(Account account, string code, CancellationToken cancellationToken)
    {
        if (account.AppSecret.IsEmpty && account.Component is null)
        {
            return new WeChatError(
                null,
                ErrorClass.Configuration,
                $"The service '{account.Service}' has no AppSecret, so WeChat does not exchange its codes. Set the AppSecret.");
        }

        var key = LoginMemory.KeyOf(account.AppId, code);
        return await _flights.GetAsync(new SharedLogin(key, account, code, memory, api), cancellationToken);
    }

    public void Dispose() => _flights.Dispose();

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "Exchanging a login's code of service '{Service}' failed unexpectedly; the user is not let in.",
            EventName = "Crashed")]
        public static partial void Crashed(ILogger logger, Exception exception, string service);
    }
}
