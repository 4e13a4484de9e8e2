using WxYarpGateway.Gateway.Health.Reports;
using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace WxYarpGateway.Gateway.Health;

/// <summary>
/// Lists the backends of services and their health in YARP: those of all routes that name a service, without WeChat's API.
/// </summary>
internal sealed class ServiceBackends(IProxyStateLookup proxy)
{
    /// <summary>Returns the backends by service, each by the cluster's name; a service that echoes has none.</summary>
    public ILookup<string, (string Cluster, BackendHealth Health)> Now()
        => proxy.GetRoutes()
            .Where(route => WeChatRoute.ServiceOf(route.Config, WeChatRoute.Api) is null && route.Cluster is not null)
            .Select(route => (Service: route.Config.Metadata?.GetValueOrDefault(WeChatRoute.Service), route.Cluster))
            .Where(backend => backend.Service is not null)
            .DistinctBy(backend => (backend.Service!.ToUpperInvariant(), backend.Cluster!.ClusterId))
            .OrderBy(backend => backend.Cluster!.ClusterId, StringComparer.Ordinal)
            .Select(backend => (backend.Service, backend.Cluster!.ClusterId, Health: HealthOf(backend.Cluster)))
            .Where(backend => backend.Health.Of > 0)
            .ToLookup(backend => backend.Service!, backend => (backend.ClusterId, backend.Health), StringComparer.OrdinalIgnoreCase);

    private static BackendHealth HealthOf(ClusterState cluster)
        => new(cluster.DestinationsState.AvailableDestinations.Count, cluster.DestinationsState.AllDestinations.Count);
}
