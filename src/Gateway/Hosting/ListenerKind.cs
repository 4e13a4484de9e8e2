namespace WxYarpGateway.Gateway.Hosting;

/// <summary>A listener, by whom it is for.</summary>
internal enum ListenerKind
{
    /// <summary>WeChat and browsers.</summary>
    Public,

    /// <summary>Backends and probes.</summary>
    Internal,

    /// <summary>WeChat's cloud hosting (微信云托管), which pushes without signatures.</summary>
    CloudRun,
}
