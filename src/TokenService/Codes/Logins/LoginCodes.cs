using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Codes.Logins;

/// <summary>Has each code exchanged once at a time in this process; a caller that gives up does not end it for the others.</summary>
internal sealed partial class LoginCodes(SharedFetch fetch, LoginMemory memory, LoginApi api, ILogger<LoginCodes> logger)
    : ILoginCodes, IDisposable
{
    private readonly SingleFlight<string, WeChatResult<CodeLogin>> _exchanges = new();

    public async ValueTask<WeChatResult<CodeLogin>> ExchangeAsync(Account account, string code, CancellationToken cancellationToken)
    {
        if (account.AppSecret.IsEmpty && account.Component is null)
        {
            return new WeChatError(
                null,
                ErrorClass.Configuration,
                $"The service '{account.Service}' has no AppSecret, so WeChat does not exchange its codes. Set the AppSecret.");
        }

        return await _exchanges.RunAsync(
            LoginMemory.KeyOf(account.AppId, code),
            (Self: this, Account: account, Code: code),
            static (call, stopping) => call.Self.ExchangeOnceAsync(call.Account, call.Code, stopping)).WaitAsync(cancellationToken);
    }

    public void Dispose() => _exchanges.Dispose();

    // Never fails: an error goes to those who wait, and to the log.
    private async Task<WeChatResult<CodeLogin>> ExchangeOnceAsync(Account account, string code, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var key = LoginMemory.KeyOf(account.AppId, code);
            return await fetch.GetAsync(new SharedLogin(key, account, code, memory, api), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new WeChatError(null, ErrorClass.Busy, "The gateway is stopping.");
        }
        catch (VaultUnavailableException e)
        {
            return new WeChatError(null, ErrorClass.Busy, e.Message);
        }
        catch (Exception e)
        {
            Log.Crashed(logger, e, account.Service);
            return new WeChatError(null, ErrorClass.Other, "Exchanging the code failed unexpectedly; the log has the details.");
        }
    }

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
