namespace WxYarpGateway.Simulator.Accounts;

/// <summary>Lists the formats in which WeChat pushes messages to an account.</summary>
public enum DataFormat
{
    /// <summary>XML, the only format of official accounts.</summary>
    Xml,

    /// <summary>JSON: a choice for mini programs, the only format of Channels shops.</summary>
    Json,
}
