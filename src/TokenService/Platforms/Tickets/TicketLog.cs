using Microsoft.Extensions.Logging;

namespace WxYarpGateway.TokenService.Platforms.Tickets;

/// <summary>What <see cref="ComponentTickets"/> says in the log.</summary>
internal static partial class TicketLog
{
    [LoggerMessage(
        1,
        LogLevel.Warning,
        "The ticket of platform '{Component}' cannot be written to the vault: '{Reason}' Memory and store have it; trying again until "
        + "the next ticket.",
        EventName = "NotVaulted")]
    public static partial void NotVaulted(ILogger logger, string component, string reason);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "The ticket of platform '{Component}' cannot be read from the vault: '{Reason}' Trying again at the next use.",
        EventName = "NotRead")]
    public static partial void NotRead(ILogger logger, string component, string reason);

    [LoggerMessage(
        3,
        LogLevel.Warning,
        "WeChat refused the ticket of platform '{Component}' that it made at '{CreateTime}'. No component token until a newer ticket "
        + "comes.",
        EventName = "Refused")]
    public static partial void Refused(ILogger logger, string component, DateTimeOffset createTime);
}
