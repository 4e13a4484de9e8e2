namespace WxYarpGateway.Platform.Rules;

/// <summary>The form in which a backend gets a message.</summary>
public enum RuleFormat
{
    /// <summary>The gateway's JSON, with its headers.</summary>
    Json,

    /// <summary>WeChat's own JSON, as WeChat's wxcomponent forwards it.</summary>
    WxComponent,

    /// <summary>The form of mpapi's <c>message_api</c>.</summary>
    Mpapi,
}
