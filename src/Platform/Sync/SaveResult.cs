namespace WxYarpGateway.Platform.Sync;

/// <summary>What became of an answer of WeChat's about an account.</summary>
public enum SaveResult
{
    /// <summary>The row says so already.</summary>
    Unchanged,

    /// <summary>The row was changed.</summary>
    Saved,

    /// <summary>The row has changed since WeChat was asked, so the answer was dropped.</summary>
    Outrun,
}
