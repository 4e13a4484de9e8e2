namespace WxYarpGateway.Platform.Releases;

/// <summary>How one mini program of a release stands.</summary>
public enum ItemState
{
    /// <summary>Nothing has been done yet.</summary>
    Queued,

    /// <summary>Its code is being uploaded.</summary>
    Committing,

    /// <summary>WeChat scans the code for what needs a privacy declaration.</summary>
    Checking,

    /// <summary>It is being submitted for an audit, or waits for quota.</summary>
    Submitting,

    /// <summary>WeChat audits it.</summary>
    Auditing,

    /// <summary>It passed the audit; the order may end here, or publishing begins later.</summary>
    Approved,

    /// <summary>It is being published, perhaps in stages.</summary>
    Releasing,

    /// <summary>Everybody has the version. An end.</summary>
    Released,

    /// <summary>WeChat refused something. An end.</summary>
    Failed,

    /// <summary>It failed the audit. An end.</summary>
    Rejected,

    /// <summary>Nothing was done with it, for a reason. An end.</summary>
    Skipped,

    /// <summary>The release was cancelled before it was through. An end.</summary>
    Cancelled,

    /// <summary>The order's last step is done, and it is neither the audit nor publishing. An end.</summary>
    Done,
}
