using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.UserInfo;

/// <summary>Gets a user's info from the cache, else from WeChat. Messages that want it at the same time share one look-up.</summary>
internal sealed partial class UserInfoSource(
    WeChatApiClient weChat, BestEffortCache cache, TimeProvider clock, ILogger<UserInfoSource> logger)
    : IDisposable
{
    /// <summary>How long WeChat is not asked for an account that may not call <c>user/info</c> or has used up its quota.</summary>
    internal static readonly TimeSpan RememberRefusal = TimeSpan.FromMinutes(10);

    /// <summary>The timeout of a look-up, which goes on after its message went without it and fills the cache for the next.</summary>
    private static readonly TimeSpan LongestLookUp = TimeSpan.FromSeconds(15);

    private const int UserHashBytes = 16;

    private readonly SingleFlight<string, UserInfoResult> _lookUps = new();
    private readonly ConcurrentDictionary<string, Refusal> _refusals = new(StringComparer.Ordinal);

    /// <summary>Returns a user's info. The task never faults.</summary>
    public Task<UserInfoResult> GetAsync(WeChatService service, string openId)
    {
        var key = KeyOf(service, openId);
        return _lookUps.RunAsync(
            key,
            (Self: this, Key: key, Service: service, OpenId: openId),
            static (call, stopping) => call.Self.LookUpAsync(call.Key, call.Service, call.OpenId, stopping));
    }

    /// <inheritdoc/>
    public void Dispose() => _lookUps.Dispose();

    /// <summary>Returns the cache key of a user, with a digest in place of the openid.</summary>
    internal static string KeyOf(WeChatService service, string openId)
    {
        var user = SHA256.HashData(Encoding.UTF8.GetBytes($"{service.Account.AppId} {openId}"));
        return $"userinfo:{service.Account.AppId}:{service.UserInfo.Language}:{Convert.ToHexStringLower(user.AsSpan(0, UserHashBytes))}";
    }

    private async Task<UserInfoResult> LookUpAsync(string key, WeChatService service, string openId, CancellationToken stopping)
    {
        try
        {
            using var late = new CancellationTokenSource(LongestLookUp, clock);
            using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);

            // What others can write to is checked: it would go into the message as it is.
            return await cache.GetAsync(key, giveUp.Token) is { } cached && Envelope.TryReadStrict(cached, out _)
                ? UserInfoResult.Cached(cached)
                : await AskWeChatAsync(key, service, openId, giveUp.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return UserInfoResult.Missing("The gateway is stopping.");
        }
        catch (Exception exception)
        {
            // Any failure is logged, and the message goes on without the info.
            Log.Broken(logger, exception, service.Name);
            return UserInfoResult.Missing("The user's info could not be looked up.");
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
        await cache.SetAsync(key, json, service.UserInfo.CacheFor, cancellationToken);
        return UserInfoResult.Told(json);
    }

    private sealed record Refusal(long At, string Reason);

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "Looking up a user of service '{Service}' threw an exception; passing the message on without userInfo.",
            EventName = "Broken")]
        public static partial void Broken(ILogger logger, Exception exception, string service);
    }
}
