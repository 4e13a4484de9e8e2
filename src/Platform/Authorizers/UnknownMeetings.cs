using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Authorizers;

/// <summary>Tells of unknown authorizers once a minute each, and of no more than some thousand of them a minute.</summary>
internal sealed partial class UnknownMeetings(IEnumerable<IUnknownAuthorizers> listeners, TimeProvider clock,
    ILogger<UnknownMeetings> logger)
{
    /// <summary>So long after an AppId was told of, it is not told of again.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>The most AppIds that are remembered. Only WeChat can sign pushes, so more are a mistake somewhere.</summary>
    internal const int Most = 10_000;

    private readonly ConcurrentDictionary<(string Component, string AppId), long> _met = new();
    private readonly IUnknownAuthorizers[] _listeners = [.. listeners];

    /// <summary>Tells of an AppId, unless it was told of a moment ago.</summary>
    public void Meet(WeChatPlatform platform, AppId appId)
    {
        var key = (platform.AppId.Value, appId.Value);
        var now = clock.GetTimestamp();
        if (_met.TryGetValue(key, out var at))
        {
            if (clock.GetElapsedTime(at, now) < Pause || !_met.TryUpdate(key, now, at))
            {
                return;
            }
        }
        else if ((_met.Count >= Most && !TryForget(now)) || !_met.TryAdd(key, now))
        {
            return;
        }

        Log.Met(logger, appId.Value, platform.Name);
        foreach (var listener in _listeners)
        {
            listener.Met(platform, appId);
        }
    }

    /// <summary>Forgets those of more than a minute ago; returns whether there is room.</summary>
    private bool TryForget(long now)
    {
        foreach (var met in _met)
        {
            if (clock.GetElapsedTime(met.Value, now) >= Pause)
            {
                _met.TryRemove(met);
            }
        }

        return _met.Count < Most;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "WeChat pushed a message for '{AppId}', which is not among the authorizers of platform '{Platform}'. The message goes on; "
            + "WeChat is asked about the account.",
            EventName = "Met")]
        public static partial void Met(ILogger logger, string appId, string platform);
    }
}
