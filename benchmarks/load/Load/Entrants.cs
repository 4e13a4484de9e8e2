namespace WxYarpGateway.Load;

/// <summary>Who is measured in each case beside bare YARP.</summary>
/// <param name="Gateway">The build that the goals are for.</param>
/// <param name="Beside">Other builds of the gateway, such as one of an older commit.</param>
/// <param name="Peers">Other gateways, which run already.</param>
internal sealed record Entrants(Build Gateway, IReadOnlyList<Build> Beside, IReadOnlyList<Peer> Peers)
{
    /// <summary>Gets a value indicating whether there is anyone but the gateway and bare YARP.</summary>
    public bool HasOthers => Beside.Count + Peers.Count > 0;
}
