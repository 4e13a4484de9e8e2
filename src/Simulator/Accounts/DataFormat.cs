namespace WxYarpGateway.Simulator.Accounts;

/// <summary>Names the format in which WeChat pushes messages to an account.</summary>
public enum DataFormat
{
    /// <summary>XML, the only format of official accounts.</summary>
    Xml,

    /// <summary>JSON, which mini programs may choose and Channels shops must take.</summary>
    Json,
}
