namespace WxYarpGateway.Load;

/// <summary>What a contender is.</summary>
internal enum Role
{
    /// <summary>The build that the goals are for.</summary>
    Gateway,

    /// <summary>Another build of the gateway.</summary>
    Beside,

    /// <summary>Another gateway.</summary>
    Peer,

    /// <summary>YARP alone, which passes the same bytes.</summary>
    Bare,
}
