using Microsoft.Extensions.Logging;

namespace WxYarpGateway.Database.Access;

/// <content>What is logged.</content>
public sealed partial class DatabaseAccess
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Database '{Kind}' is open: '{Place}'.", EventName = "Opened")]
        public static partial void Opened(ILogger logger, string kind, string place);

        [LoggerMessage(
            2, LogLevel.Information, "Database '{Place}' is being updated; '{Number}' migrations are pending.", EventName = "Migrating")]
        public static partial void Migrating(ILogger logger, string place, int number);

        [LoggerMessage(
            3, LogLevel.Error, "'{Problem}' Pushes are served without the database; trying again every second.", EventName = "Lost")]
        public static partial void Lost(ILogger logger, string problem);

        [LoggerMessage(4, LogLevel.Information, "The database answers again.", EventName = "Back")]
        public static partial void Back(ILogger logger);
    }
}
