using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.CallbackIps;

/// <summary>Gets lists of callback IPs: a fresh one from the store, else from WeChat, else an old one from the store.</summary>
internal sealed partial class CallbackIpSource(
    WeChatApiClient weChat, BestEffortCache cache, TimeProvider clock, ILogger<CallbackIpSource> logger)
{
    // WeChat seldom changes its addresses, but an older list is more likely wrong than useful.
    private static readonly TimeSpan KeepFor = TimeSpan.FromDays(30);

    /// <summary>Returns the best available list, and whether it is fresh.</summary>
    /// <param name="callback">The callback whose account asks.</param>
    /// <param name="current">The list in use. One from the store must be newer.</param>
    /// <param name="freshFor">The age up to which a list from the store is fresh.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    public async ValueTask<(CallbackIpList? List, bool IsFresh)> GetAsync(
        Callback callback, CallbackIpList? current, TimeSpan freshFor, CancellationToken cancellationToken)
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
            // An empty list would refuse every push of WeChat's.
            Log.NotTold(logger, callback.Name, "Its list has no valid address.");
            return null;
        }

        if (skipped > 0)
        {
            Log.Skipped(logger, skipped, callback.Name);
        }

        Log.Told(logger, list.Addresses.Ranges.Count, callback.Name);
        await cache.SetAsync(KeyOf(callback.Account.AppId), CallbackIpJson.Write(list), KeepFor, cancellationToken);
        return list;
    }

    private async ValueTask<CallbackIpList?> ReadAsync(AppId appId, CancellationToken cancellationToken) =>
        await cache.GetAsync(KeyOf(appId), cancellationToken) is { } json ? CallbackIpJson.Read(json, clock.GetUtcNow(), out _) : null;

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "WeChat lists '{Number}' callback IPs and ranges for service '{Service}'.",
            EventName = "Told")]
        public static partial void Told(ILogger logger, int number, string service);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "WeChat did not list its callback IPs for service '{Service}': '{Reason}' Keeping the current list, if there is one.",
            EventName = "NotTold")]
        public static partial void NotTold(ILogger logger, string service, string reason);

        [LoggerMessage(
            3,
            LogLevel.Warning,
            "WeChat's list of callback IPs for service '{Service}' has '{Number}' invalid entries; skipping them.",
            EventName = "Skipped")]
        public static partial void Skipped(ILogger logger, int number, string service);
    }
}
