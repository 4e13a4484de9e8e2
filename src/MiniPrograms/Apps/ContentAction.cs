namespace WxYarpGateway.MiniPrograms.Apps;

/// <summary>What becomes of a request after the verdict on its texts.</summary>
public enum ContentAction
{
    /// <summary>It goes to the backend, which learns nothing.</summary>
    Pass,

    /// <summary>It goes to the backend with the header <c>X-WeChat-Content-Check</c>.</summary>
    Flag,

    /// <summary>The phone gets status 10002, and the backend nothing.</summary>
    Refuse,
}
