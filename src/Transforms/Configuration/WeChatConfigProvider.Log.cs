using Microsoft.Extensions.Logging;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Transforms.Configuration;

internal sealed partial class WeChatConfigProvider
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Configuration '{Revision}' is in force: services '{Services}', routes '{Routes}'.",
            EventName = "Applied")]
        public static partial void Applied(ILogger logger, string revision, int services, int routes);

        [LoggerMessage(2, LogLevel.Warning, "{Warning}", EventName = "Warned")]
        public static partial void Warned(ILogger logger, ConfigurationError warning);

        [LoggerMessage(3, LogLevel.Error, "{Error}", EventName = "Invalid")]
        public static partial void Invalid(ILogger logger, ConfigurationError error);

        [LoggerMessage(
            4, LogLevel.Error, "The changed configuration has '{Errors}' errors; keeping configuration '{Revision}'.", EventName = "Kept")]
        public static partial void Kept(ILogger logger, string revision, int errors);

        [LoggerMessage(5, LogLevel.Information, "The configuration is valid again; it equals '{Revision}', which stayed in force.",
            EventName = "Fixed")]
        public static partial void Fixed(ILogger logger, string revision);

        [LoggerMessage(6, LogLevel.Error, "Compiling the changed configuration failed with an exception; keeping the one in force.",
            EventName = "Crashed")]
        public static partial void Crashed(ILogger logger, Exception exception);
    }
}
