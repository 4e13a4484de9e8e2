using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>Has each code exchanged once at a time in this process; a caller that gives up does not end it for the others.</summary>
internal sealed partial class OAuthCodes(CodeExchange exchange, ILogger<OAuthCodes> logger) : IOAuthCodes, IDisposable
{
    // WeChat's have 32 characters; nothing says that they cannot grow.
    private const int LongestCode = 512;

    private readonly SingleFlight<string, Exchanged> _exchanges = new();

    public async ValueTask<WeChatResult<OAuthUser>> ExchangeAsync(
        Account account, string code, ProfileFetch fetch, CancellationToken cancellationToken)
    {
        if (WhyNot(account, code) is { } error)
        {
            return error;
        }

        var key = OAuthKey.OfCode(account.AppId, code);
        while (true)
        {
            var exchange = _exchanges.RunAsync(
                key,
                (Self: this, Account: account, Code: code, Fetch: fetch),
                static (call, stopping) => call.Self.ExchangeOnceAsync(call.Account, call.Code, call.Fetch, stopping));
            var exchanged = await exchange.WaitAsync(cancellationToken);

            // An exchange that another caller started may not have fetched the profile.
            if (exchanged.Fetch == fetch || IsEnough(exchanged.Result, fetch))
            {
                return WithoutUnwanted(exchanged.Result, fetch);
            }
        }
    }

    public void Dispose() => _exchanges.Dispose();

    private static WeChatError? WhyNot(Account account, string code) => code switch
    {
        "" => new WeChatError(ErrorCodes.OAuthCodeMissing, ErrorClass.UserAuthorization, "There is no code."),
        _ when OAuthCode.SaysRefused(code) => new WeChatError(
            null, ErrorClass.UserAuthorization, "WeChat gave no code: the user did not consent."),
        { Length: > LongestCode } => new WeChatError(null, ErrorClass.UserAuthorization, "The code is longer than any of WeChat's."),
        _ when account.AppSecret.IsEmpty && account.Component is null => new WeChatError(
            null,
            ErrorClass.Configuration,
            $"The service '{account.Service}' has no AppSecret, so WeChat does not exchange its codes. Set the AppSecret."),
        _ => null,
    };

    private static bool IsEnough(WeChatResult<OAuthUser> result, ProfileFetch fetch) =>
        !result.TryGet(out var user, out _)
        || user is { Profile: not null } or { ProfileError: not null }
        || !OAuthGrant.IsProfileWanted(fetch, user.Scope);

    private static WeChatResult<OAuthUser> WithoutUnwanted(WeChatResult<OAuthUser> result, ProfileFetch fetch) =>
        result.TryGet(out var user, out _) && !OAuthGrant.IsProfileWanted(fetch, user.Scope)
            ? user with { Profile = null, ProfileError = null }
            : result;

    // Never fails: an error goes to those who wait, and to the log.
    private async Task<Exchanged> ExchangeOnceAsync(Account account, string code, ProfileFetch fetch, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            return new Exchanged(await exchange.ExchangeAsync(account, code, fetch, cancellationToken), fetch);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new Exchanged(new WeChatError(null, ErrorClass.Busy, "The gateway is stopping."), fetch);
        }
        catch (Exception e)
        {
            Log.Crashed(logger, e, account.Service);
            var error = new WeChatError(null, ErrorClass.Other, "Exchanging the code failed unexpectedly; the log has the details.");
            return new Exchanged(error, fetch);
        }
    }

    /// <summary>The result of an exchange, and when it was to fetch the profile.</summary>
    private sealed record Exchanged(WeChatResult<OAuthUser> Result, ProfileFetch Fetch);

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "Exchanging an OAuth code of service '{Service}' failed unexpectedly; the user is not let in.",
            EventName = "Crashed")]
        public static partial void Crashed(ILogger logger, Exception exception, string service);
    }
}
