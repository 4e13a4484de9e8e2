using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>Has each code exchanged once at a time in this process, for everyone who waits; nobody who gives up ends it.</summary>
internal sealed partial class OAuthCodes(CodeExchange exchange, ILogger<OAuthCodes> logger) : IOAuthCodes, IDisposable
{
    // WeChat's have 32 characters; nothing says that they cannot grow.
    private const int LongestCode = 512;

    private readonly ConcurrentDictionary<string, UnderWay> _underWay = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();

    public async ValueTask<WeChatResult<OAuthUser>> ExchangeAsync(Account account, string code, ProfileFetch fetch, CancellationToken cancellationToken)
    {
        if (WhyNot(account, code) is { } error)
        {
            return error;
        }

        var key = OAuthKey.OfCode(account.AppId, code);
        while (true)
        {
            var own = new UnderWay(fetch);
            var underWay = _underWay.GetOrAdd(key, own);
            if (underWay == own)
            {
                _ = RunAsync(account, code, key, own, _stopping.Token);
            }

            var result = await underWay.Completion.Task.WaitAsync(cancellationToken);

            // One under way for somebody else may not have fetched the profile.
            if (underWay == own || IsEnough(result, fetch))
            {
                return WithoutUnwanted(result, fetch);
            }
        }
    }

    public void Dispose()
    {
        // The container disposes what it hands out under two types twice.
        if (!_stopping.IsCancellationRequested)
        {
            _stopping.Cancel();
            _stopping.Dispose();
        }
    }

    private static WeChatError? WhyNot(Account account, string code) => code switch
    {
        "" => new WeChatError(ErrorCodes.OAuthCodeMissing, ErrorClass.UserAuthorization, "There is no code."),
        _ when OAuthCode.SaysRefused(code) => new WeChatError(
            null, ErrorClass.UserAuthorization, "WeChat gave no code: the user did not consent."),
        { Length: > LongestCode } => new WeChatError(null, ErrorClass.UserAuthorization, "The code is longer than any of WeChat's."),
        _ when account.AppSecret.IsEmpty => new WeChatError(
            null, ErrorClass.Configuration, $"The service '{account.Service}' has no AppSecret, so WeChat does not exchange its codes. Set the AppSecret."),
        _ => null,
    };

    private static bool IsEnough(WeChatResult<OAuthUser> result, ProfileFetch fetch) =>
        !result.TryGet(out var user, out _)
        || user is { Profile: not null } or { ProfileError: not null }
        || !OAuthGrant.IsProfileWanted(fetch, user.Scope);

    private static WeChatResult<OAuthUser> WithoutUnwanted(WeChatResult<OAuthUser> result, ProfileFetch fetch) =>
        result.TryGet(out var user, out _) && !OAuthGrant.IsProfileWanted(fetch, user.Scope) ? user with { Profile = null, ProfileError = null } : result;

    // Never fails: what goes wrong is told to those who wait, and to the log.
    private async Task RunAsync(Account account, string code, string key, UnderWay underWay, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        WeChatResult<OAuthUser> result;
        try
        {
            result = await exchange.ExchangeAsync(account, code, underWay.Fetch, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            result = new WeChatError(null, ErrorClass.Busy, "The gateway is stopping.");
        }
        catch (Exception e)
        {
            Log.Crashed(logger, e, account.Service);
            result = new WeChatError(null, ErrorClass.Other, "Exchanging the code failed unexpectedly; the log has the details.");
        }

        _underWay.TryRemove(key, out _);
        underWay.Completion.SetResult(result);
    }

    private sealed class UnderWay(ProfileFetch fetch)
    {
        public ProfileFetch Fetch { get; } = fetch;

        public TaskCompletionSource<WeChatResult<OAuthUser>> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Exchanging an OAuth code of service '{Service}' failed unexpectedly; the user is not let in.", EventName = "Crashed")]
        public static partial void Crashed(ILogger logger, Exception exception, string service);
    }
}
