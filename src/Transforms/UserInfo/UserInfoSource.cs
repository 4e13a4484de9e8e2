using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.UserInfo;

/// <summary>Gets a user's info from the cache, else from WeChat. Messages that want it at the same time share one look-up.</summary>
internal sealed partial class UserInfoSource(
    WeChatApiClient weChat, IDistributedCache cache, TimeProvider clock, ILogger<UserInfoSource> logger)
{
    /// <summary>How long WeChat is not asked for an account that may not call <c>user/info</c> or has used up its quota.</summary>
    internal static readonly TimeSpan RememberRefusal = TimeSpan.FromMinutes(10);

    /// <summary>The timeout of a look-up, which goes on after its message went without it and fills the cache for the next.</summary>
    private static readonly TimeSpan LongestLookUp = TimeSpan.FromSeconds(15);

    private const int UserHashBytes = 16;

    private readonly ConcurrentDictionary<string, Task<UserInfoResult>> _lookUps = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Refusal> _refusals = new(StringComparer.Ordinal);
    private readonly RepeatedWarning _cacheFailed = new(clock);

    /// <summary>Returns a user's info. The task never faults.</summary>
    public Task<UserInfoResult> GetAsync(WeChatService service, string openId)
    {
        var key = KeyOf(service, openId);
        return _lookUps.TryGetValue(key, out var underWay) ? underWay : StartAsync(key, service, openId);
    }

    /// <summary>Returns the cache key of a user, with a digest in place of the openid.</summary>
    internal static string KeyOf(WeChatService service, string openId)
    {
        var user = SHA256.HashData(Encoding.UTF8.GetBytes($"{service.Account.AppId} {openId}"));
        return $"userinfo:{service.Account.AppId}:{service.UserInfo.Language}:{Convert.ToHexStringLower(user.AsSpan(0, UserHashBytes))}";
    }

    private Task<UserInfoResult> StartAsync(string key, WeChatService service, string openId)
    {
        var result = new TaskCompletionSource<UserInfoResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = _lookUps.GetOrAdd(key, result.Task);
        if (first == result.Task)
        {
            _ = LookUpAsync(key, service, openId, result);
        }

        return first;
    }

    private async Task LookUpAsync(string key, WeChatService service, string openId, TaskCompletionSource<UserInfoResult> result)
    {
        var info = UserInfoResult.Missing("The user's info could not be looked up.");
        try
        {
            using var giveUp = new CancellationTokenSource(LongestLookUp, clock);
            info = await ReadAsync(key, giveUp.Token) is { } cached
                ? UserInfoResult.Cached(cached)
                : await AskWeChatAsync(key, service, openId, giveUp.Token);
        }
        catch (Exception exception)
        {
            // Any failure is logged, and the message goes on without the info.
            Log.Broken(logger, exception, service.Name);
        }
        finally
        {
            _lookUps.TryRemove(key, out _);
            result.SetResult(info);
        }
    }

    private async ValueTask<UserInfoResult> AskWeChatAsync(
        string key, WeChatService service, string openId, CancellationToken cancellationToken)
    {
        var appId = service.Account.AppId.Value;
        if (_refusals.TryGetValue(appId, out var refusal) && clock.GetElapsedTime(refusal.At) < RememberRefusal)
        {
            return UserInfoResult.Missing(refusal.Reason, UserInfoResult.Negative);
        }

        var answer = await weChat.GetUserInfoAsync(service.Account, openId, service.UserInfo.Language, cancellationToken);
        if (!answer.TryGet(out var user, out var error))
        {
            if (error.ErrorCode is ErrorCodes.ApiUnauthorized or ErrorCodes.DailyQuotaUsedUp)
            {
                _refusals[appId] = new Refusal(clock.GetTimestamp(), error.Message);
            }

            return UserInfoResult.Missing(error.Message);
        }

        var json = user.ToArray();
        await WriteAsync(key, json, service.UserInfo.CacheFor, cancellationToken);
        return UserInfoResult.Told(json);
    }

    private async ValueTask<byte[]?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            // Others can write to the cache, and the JSON goes into the message unchanged, so it is checked.
            return await cache.GetAsync(key, cancellationToken) is { } json && Envelope.TryReadStrict(json, out _) ? json : null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A host's cache may throw anything. WeChat is asked without it.
            WarnOf(exception);
            return null;
        }
    }

    private async ValueTask WriteAsync(string key, byte[] json, TimeSpan cacheFor, CancellationToken cancellationToken)
    {
        try
        {
            var options = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = cacheFor };
            await cache.SetAsync(key, json, options, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // As above. The next message asks WeChat again.
            WarnOf(exception);
        }
    }

    private void WarnOf(Exception exception)
    {
        if (_cacheFailed.IsDue(out var leftOut))
        {
            Log.CacheFailed(logger, exception, leftOut);
        }
    }

    private sealed record Refusal(long At, string Reason);

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The userInfo cache failed; asking WeChat instead. Such warnings left out since the last: '{LeftOut}'.",
            EventName = "CacheFailed")]
        public static partial void CacheFailed(ILogger logger, Exception exception, long leftOut);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "Looking up a user of service '{Service}' threw an exception; passing the message on without userInfo.",
            EventName = "Broken")]
        public static partial void Broken(ILogger logger, Exception exception, string service);
    }
}
