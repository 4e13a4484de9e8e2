using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.UserInfo;

/// <summary>Gets a user's info from the cache, else from WeChat, which is asked once however many messages want it at the time.</summary>
internal sealed partial class UserInfoSource(
    WeChatApiClient weChat, BestEffortCache cache, TimeProvider clock, ILogger<UserInfoSource> logger)
    : IDisposable
{
    /// <summary>How long an account that may not call <c>user/info</c>, or has used up its quota, is not asked for again.</summary>
    internal static readonly TimeSpan RememberRefusal = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A look-up may take this long. It goes on after its message went without it, so that the next message finds it in the cache.
    /// </summary>
    private static readonly TimeSpan LongestLookUp = TimeSpan.FromSeconds(15);

    private const int UserHashBytes = 16;

    private readonly SingleFlight<string, UserInfoResult> _lookUps = new();
    private readonly ConcurrentDictionary<string, Refusal> _refusals = new(StringComparer.Ordinal);

    /// <summary>Returns a user's info. The task does not fail.</summary>
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

    /// <summary>Returns the key of a user in the cache; it does not tell who the user is to those who list the keys.</summary>
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
            // The message goes on without the info, whatever the reason; the log has it.
            Log.Broken(logger, exception, service.Name);
            return UserInfoResult.Missing("The user's info could not be looked up.");
        }
    }

    private async ValueTask<UserInfoResult> AskWeChatAsync(
        string key, WeChatService service, string openId, CancellationToken cancellationToken)
    {
        if (_refusals.TryGetValue(service.Account.AppId.Value, out var refusal) && clock.GetElapsedTime(refusal.At) < RememberRefusal)
        {
            return UserInfoResult.Missing(refusal.Reason, UserInfoResult.Negative);
        }

        var answer = await weChat.GetUserInfoAsync(service.Account, openId, service.UserInfo.Language, cancellationToken);
        if (!answer.TryGet(out var user, out var error))
        {
            if (error.ErrorCode is ErrorCodes.ApiUnauthorized or ErrorCodes.DailyQuotaUsedUp)
            {
                _refusals[service.Account.AppId.Value] = new Refusal(clock.GetTimestamp(), error.Message);
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
            "Looking up a user of service '{Service}' failed unexpectedly; the message goes on without userInfo.",
            EventName = "Broken")]
        public static partial void Broken(ILogger logger, Exception exception, string service);
    }
}
