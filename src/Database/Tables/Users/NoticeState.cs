namespace WxYarpGateway.Database.Tables.Users;

/// <summary>How far a scheduled message is; the numbers are mpapi's.</summary>
internal enum NoticeState
{
    /// <summary>It waits for its time.</summary>
    New = 0,

    /// <summary>A replica is sending it.</summary>
    Sending = 1,

    /// <summary>WeChat took it.</summary>
    Sent = 2,

    /// <summary>WeChat refused it for good.</summary>
    Failed = 3,

    /// <summary>It was withdrawn.</summary>
    Cancelled = 4,
}
