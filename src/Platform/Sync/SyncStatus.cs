namespace WxYarpGateway.Platform.Sync;

/// <summary>How far a comparison with WeChat's list is.</summary>
public enum SyncStatus
{
    /// <summary>It is under way.</summary>
    Running,

    /// <summary>Every account that WeChat counts was seen.</summary>
    Complete,

    /// <summary>WeChat's count and its list did not agree, three times: what was seen is brought up to date, the rest left alone.</summary>
    Incomplete,

    /// <summary>WeChat or the database failed, or the replica ended. It is tried again within a minute.</summary>
    Failed,
}
