namespace WxYarpGateway.Platform.Releases;

/// <summary>How a release stands.</summary>
public enum ReleaseState
{
    /// <summary>It is worked on.</summary>
    Running,

    /// <summary>It is worked on, but nothing is submitted before the quota is renewed.</summary>
    WaitingForQuota,

    /// <summary>It stands still until somebody resumes it.</summary>
    Paused,

    /// <summary>It was cancelled, and some mini programs are still under way.</summary>
    Cancelling,

    /// <summary>It was cancelled. An end.</summary>
    Cancelled,

    /// <summary>All its mini programs are at an end. An end.</summary>
    Ended,
}
