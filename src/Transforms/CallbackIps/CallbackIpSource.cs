using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.CallbackIps;

/// <summary>Where lists of callbackIps come from: the store, if another replica asked not long ago, else WeChat; and when WeChat is out of reach, the store again, however old.</summary>
internal sealed partial class CallbackIpSource(WeChatApiClient weChat, IDistributedCache store, TimeProvider clock, ILogger<CallbackIpSource> logger)
{
    // WeChat changes its addresses seldom. What is older than this is likelier wrong than of use.
    private static readonly TimeSpan KeepFor = TimeSpan.FromDays(30);

    private readonly RepeatedWarning _storeFailed = new(clock);

    /// <summary>Returns the best list to be had, and whether it is fresh.</summary>
    /// <param name="callback">The callback whose account asks.</param>
    /// <param name="current">The list in use, which one from the store must be newer than.</param>
    /// <param name="freshFor">How old a list from the store may be.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<(CallbackIpList? List, bool IsFresh)> GetAsync(Callback callback, CallbackIpList? current, TimeSpan freshFor, CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(callback.Account.AppId, cancellationToken);
        stored = stored is null || stored.ToldAt <= current?.ToldAt ? null : stored;
        if (stored is not null && clock.GetUtcNow() - stored.ToldAt < freshFor)
        {
            return (stored, true);
        }

        return await AskWeChatAsync(callback, cancellationToken) is { } told ? (told, true) : (stored ?? current, false);
    }

    private static string KeyOf(AppId appId) => $"callbackIps:{appId}";

    private async ValueTask<CallbackIpList?> AskWeChatAsync(Callback callback, CancellationToken cancellationToken)
    {
        var answer = await weChat.GetCallbackAddressesAsync(callback.Account, cancellationToken);
        if (!answer.TryGet(out var json, out var error))
        {
            Log.NotTold(logger, callback.Name, error.Message);
            return null;
        }

        var list = CallbackIpJson.Read(json, clock.GetUtcNow(), out var skipped);
        if (list is null)
        {
            // Believed, it would shut WeChat out.
            Log.NotTold(logger, callback.Name, "its list has no address that can be read");
            return null;
        }

        if (skipped > 0)
        {
            Log.Skipped(logger, skipped, callback.Name);
        }

        Log.Told(logger, list.Addresses.Ranges.Count, callback.Name);
        await WriteAsync(callback.Account.AppId, list, cancellationToken);
        return list;
    }

    private async ValueTask<CallbackIpList?> ReadAsync(AppId appId, CancellationToken cancellationToken)
    {
        try
        {
            return await store.GetAsync(KeyOf(appId), cancellationToken) is { } json ? CallbackIpJson.Read(json, clock.GetUtcNow(), out _) : null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A cache is a host's choice and may throw what it likes; without it, WeChat is asked.
            WarnOf(exception);
            return null;
        }
    }

    private async ValueTask WriteAsync(AppId appId, CallbackIpList list, CancellationToken cancellationToken)
    {
        try
        {
            await store.SetAsync(KeyOf(appId), CallbackIpJson.Write(list), new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = KeepFor }, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // As above: other replicas ask WeChat themselves.
            WarnOf(exception);
        }
    }

    private void WarnOf(Exception exception)
    {
        if (_storeFailed.IsDue(out var leftOut))
        {
            Log.StoreFailed(logger, exception, leftOut);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "WeChat pushes to service '{Service}' from '{Number}' addresses and ranges, it says.", EventName = "Told")]
        public static partial void Told(ILogger logger, int number, string service);

        [LoggerMessage(2, LogLevel.Warning, "WeChat did not tell service '{Service}' its callback addresses: '{Reason}' The list before, if there was one, stays in use.", EventName = "NotTold")]
        public static partial void NotTold(ILogger logger, string service, string reason);

        [LoggerMessage(3, LogLevel.Warning, "'{Number}' entries of WeChat's callback addresses for service '{Service}' are no addresses; skipping them.", EventName = "Skipped")]
        public static partial void Skipped(ILogger logger, int number, string service);

        [LoggerMessage(4, LogLevel.Warning, "The store failed to keep WeChat's callback addresses; each replica asks WeChat itself. Such warnings left out since the last: '{LeftOut}'.", EventName = "StoreFailed")]
        public static partial void StoreFailed(ILogger logger, Exception exception, long leftOut);
    }
}
