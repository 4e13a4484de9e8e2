namespace WxYarpGateway.MiniPrograms.Notices;

/// <summary>What became of an order.</summary>
public enum NoticeRefusal
{
    /// <summary>It is kept.</summary>
    None,

    /// <summary>The user was erased.</summary>
    NoSuchUser,

    /// <summary>As many as may wait for a user are waiting.</summary>
    TooMany,
}
