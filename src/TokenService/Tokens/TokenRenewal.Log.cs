using Microsoft.Extensions.Logging;

namespace WxYarpGateway.TokenService.Tokens;

internal sealed partial class TokenRenewal
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The {Kind} of service '{Service}' cannot be renewed through the store: '{Reason}' Going on without it.", EventName = "StoreUnavailable")]
        public static partial void StoreUnavailable(ILogger logger, string kind, string service, string reason);

        [LoggerMessage(2, LogLevel.Warning, "The lease on the {Kind} of service '{Service}' was lost while WeChat was asked; looking for the new owner's token.", EventName = "LeaseLost")]
        public static partial void LeaseLost(ILogger logger, string kind, string service);

        [LoggerMessage(3, LogLevel.Warning, "The new {Kind} of service '{Service}' could not be written: '{Reason}' It serves this replica only.", EventName = "NotWritten")]
        public static partial void NotWritten(ILogger logger, string kind, string service, string reason);

        [LoggerMessage(4, LogLevel.Warning, "The lease on the {Kind} of service '{Service}' could not be given back: '{Reason}' It runs out by itself.", EventName = "NotReleased")]
        public static partial void NotReleased(ILogger logger, string kind, string service, string reason);
    }
}
