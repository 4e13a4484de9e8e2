namespace WxYarpGateway.Console.Gateways.Notices;

/// <summary>How far a message is; the numbers are the API's.</summary>
public enum NoticeStatus
{
    /// <summary>It waits for its time, or for another try.</summary>
    Scheduled = 0,

    /// <summary>A replica is sending it.</summary>
    Sending = 1,

    /// <summary>WeChat took it.</summary>
    Sent = 2,

    /// <summary>WeChat refused it for good, or for a day.</summary>
    Failed = 3,

    /// <summary>It was withdrawn.</summary>
    Withdrawn = 4,
}
