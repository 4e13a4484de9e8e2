namespace WxYarpGateway.Transforms.Configuration.Kinds;

/// <summary>The compiled services of one kind.</summary>
public sealed record CompiledKind
{
    /// <summary>Gets the services, in the order of the configuration.</summary>
    public IReadOnlyList<KindService> Services { get; init; } = [];

    /// <summary>Gets the routes.</summary>
    public IReadOnlyList<KindRoute> Routes { get; init; } = [];

    /// <summary>Gets the clusters; every route has one, which may be without a destination.</summary>
    public IReadOnlyList<KindCluster> Clusters { get; init; } = [];

    /// <summary>Gets the names of the callbacks, which hand-written routes may name.</summary>
    public IReadOnlyList<string> Callbacks { get; init; } = [];

    /// <summary>
    /// Gets what puts the services in force. It is called before YARP gets the routes, and not for a refused configuration.
    /// </summary>
    public Action Apply { get; init; } = static () => { };
}
