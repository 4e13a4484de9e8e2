using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>The routes and clusters in force: what a reload leaves as it is need not be checked again, nor kept twice.</summary>
/// <remarks>YARP itself keeps the route and the transforms of what compares equal.</remarks>
/// <param name="inForce">The configuration in force, if there is one.</param>
internal sealed class UnchangedProxy(CompiledConfiguration? inForce)
{
    private readonly ILookup<string, RouteConfig> _routes
        = (inForce?.Routes ?? []).ToLookup(route => route.RouteId, StringComparer.OrdinalIgnoreCase);

    private readonly ILookup<string, ClusterConfig> _clusters
        = (inForce?.Clusters ?? []).ToLookup(cluster => cluster.ClusterId, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns whether an equal route is in force.</summary>
    public bool Has(RouteConfig route) => _routes[route.RouteId].Contains(route);

    /// <summary>Returns whether an equal cluster is in force.</summary>
    public bool Has(ClusterConfig cluster) => _clusters[cluster.ClusterId].Contains(cluster);

    /// <summary>Returns the route in force if that is equal, else the new one.</summary>
    public RouteConfig Of(RouteConfig route) => _routes[route.RouteId].FirstOrDefault(route.Equals) ?? route;

    /// <summary>Returns the cluster in force if that is equal, else the new one.</summary>
    public ClusterConfig Of(ClusterConfig cluster) => _clusters[cluster.ClusterId].FirstOrDefault(cluster.Equals) ?? cluster;
}
