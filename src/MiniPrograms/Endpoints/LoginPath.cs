namespace WxYarpGateway.MiniPrograms.Endpoints;

/// <summary>The paths of the login proxy; each is a key of <c>LoginPaths</c>.</summary>
internal enum LoginPath
{
    /// <summary>A phone logs in.</summary>
    Login,

    /// <summary>A phone logs out.</summary>
    Logout,

    /// <summary>Everything below goes to the mini program's backend.</summary>
    App,

    /// <summary>A mini program's code (小程序码).</summary>
    Code,

    /// <summary>Messages to users at a time.</summary>
    Notify,

    /// <summary>How a user wants to be seen.</summary>
    Credentials,

    /// <summary>A user's phone number.</summary>
    Mobile,

    /// <summary>WeChat's pushes.</summary>
    Receive,

    /// <summary>Customer-service messages of a backend.</summary>
    Reply,
}
