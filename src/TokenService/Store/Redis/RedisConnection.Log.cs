using Microsoft.Extensions.Logging;

namespace WxYarpGateway.TokenService.Store.Redis;

/// <content>What the connection logs.</content>
internal sealed partial class RedisConnection
{
    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Redis cannot be reached: '{Reason}'. Trying again in '{Pause}'. Such warnings left out since the last: '{LeftOut}'.",
            EventName = "RedisNotConnected")]
        public static partial void NotConnected(ILogger logger, string reason, TimeSpan pause, long leftOut);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "The connection to Redis failed: '{Reason}'. Trying again until it works; pushes are served without Redis. Such warnings "
            + "left out since the last: '{LeftOut}'.",
            EventName = "RedisLost")]
        public static partial void Lost(ILogger logger, string reason, long leftOut);

        [LoggerMessage(3, LogLevel.Information, "The connection to Redis is back.", EventName = "RedisRestored")]
        public static partial void Restored(ILogger logger);

        [LoggerMessage(
            4,
            LogLevel.Warning,
            "Subscribing to Redis failed with '{Reason}'. What other replicas write is noticed later, when it is read.",
            EventName = "RedisNotSubscribed")]
        public static partial void NotSubscribed(ILogger logger, string reason);

        [LoggerMessage(
            5,
            LogLevel.Warning,
            "Redis refused a call: '{Reason}'. Pushes are served without it. Such warnings left out since the last: '{LeftOut}'.",
            EventName = "RedisRefused")]
        public static partial void Refused(ILogger logger, string reason, long leftOut);
    }
}
