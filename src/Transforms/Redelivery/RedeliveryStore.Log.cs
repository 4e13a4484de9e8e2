using Microsoft.Extensions.Logging;

namespace WxYarpGateway.Transforms.Redelivery;

/// <content>The log.</content>
internal sealed partial class RedeliveryStore
{
    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The redelivery queue cannot be reached: '{Reason}' This process keeps a message that no backend took, and moves it into "
            + "the queue when the store is back. Such warnings left out since the last: '{LeftOut}'.",
            EventName = "Unavailable")]
        public static partial void Unavailable(ILogger logger, string reason, long leftOut);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "Message '{MessageId}' of service '{Service}' is lost: no backend took it, and the queue has Redelivery.MaxMessages of "
            + "the service. Fix the backend, or raise Redelivery.MaxMessages. Such errors left out since the last: '{LeftOut}'.",
            EventName = "Full")]
        public static partial void Full(ILogger logger, string messageId, string service, long leftOut);

        [LoggerMessage(
            3,
            LogLevel.Error,
            "Message '{MessageId}' of service '{Service}' became a dead letter after '{Attempts}' attempts: '{Failure}'. Fix the "
            + "backend, then requeue the message at the Redelivery endpoint.",
            EventName = "Dead")]
        public static partial void Dead(ILogger logger, string messageId, string service, int attempts, string failure);

        [LoggerMessage(
            4,
            LogLevel.Error,
            "'{Number}' messages of service '{Service}' that no backend took are lost: only this process had them, and it ends "
            + "without a journal.",
            EventName = "LostWithProcess")]
        public static partial void LostWithProcess(ILogger logger, int number, string service);

        [LoggerMessage(
            5,
            LogLevel.Warning,
            "'{Number}' messages of service '{Service}' that no backend took stay in the journal. The next process with this folder "
            + "delivers them.",
            EventName = "LeftInJournal")]
        public static partial void LeftInJournal(ILogger logger, int number, string service);

        [LoggerMessage(
            6,
            LogLevel.Error,
            "Entry '{Id}' of the journal is lost: this version cannot read its format.",
            EventName = "Unreadable")]
        public static partial void Unreadable(ILogger logger, string id);
    }
}
