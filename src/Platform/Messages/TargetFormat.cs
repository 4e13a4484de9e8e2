namespace WxYarpGateway.Platform.Messages;

/// <summary>The form in which a backend gets a message.</summary>
public enum TargetFormat
{
    /// <summary>The gateway's own JSON, as for any service.</summary>
    Json,

    /// <summary>WeChat's own fields as JSON, as wxcomponent passes them on.</summary>
    WxComponent,

    /// <summary>The form of mpapi's <c>message_api</c>.</summary>
    Mpapi,
}
