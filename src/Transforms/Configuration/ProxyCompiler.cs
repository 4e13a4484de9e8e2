using Microsoft.Extensions.Configuration;
using WxYarpGateway.TokenService.WeChatApi;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Services;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Makes one proxy configuration of the services and the hand-written routes and clusters.</summary>
internal sealed class ProxyCompiler(YarpRules yarp, IReadOnlyList<IServiceRouteSource> hostRoutes, ConfigurationReport report)
{
    /// <summary>Returns all routes and clusters, the generated ones first.</summary>
    public async ValueTask<(IReadOnlyList<RouteConfig> Routes, IReadOnlyList<ClusterConfig> Clusters)> CompileAsync(
        IReadOnlyList<ServiceSettings> services, IConfigurationSection section, WeChatApiOptions weChatApi, IConfigurationSection? reverseProxy)
    {
        var (routes, clusters) = await GenerateAsync(services);
        foreach (var (route, cluster) in services.SelectMany(service => hostRoutes.Select(host => host.Make(service, section, weChatApi, report))).OfType<(RouteConfig, ClusterConfig)>())
        {
            await yarp.CheckAsync(route, section.Path);
            await yarp.CheckAsync(cluster, section.Path);
            routes.Add(route);
            clusters.Add(cluster);
        }

        if (reverseProxy is null)
        {
            // Routes that the host keeps elsewhere may serve a service without a path of its own.
            MessagePaths.Check(services, isServedByHand: null, report);
            BuildTransforms(routes, clusters, section.GetSection("Services").Path);
            return (routes, clusters);
        }

        var (plainRoutes, plainClusters) = await ReadPlainAsync(services, routes, reverseProxy);
        MessagePaths.Check(services, name => plainRoutes.Any(route => Serves(route, name)), report);
        IReadOnlyList<ClusterConfig> allClusters = [.. clusters, .. plainClusters];
        BuildTransforms(routes, allClusters, section.GetSection("Services").Path);
        BuildTransforms(plainRoutes, allClusters, reverseProxy.GetSection("Routes").Path);
        return ([.. routes, .. plainRoutes], allClusters);
    }

    private void BuildTransforms(IReadOnlyList<RouteConfig> routes, IReadOnlyList<ClusterConfig> clusters, string path)
    {
        if (report.HasFaults)
        {
            // YARP builds them of faultless routes only.
            return;
        }

        var byId = clusters.ToDictionary(cluster => cluster.ClusterId, StringComparer.OrdinalIgnoreCase);
        foreach (var route in routes)
        {
            var cluster = route.ClusterId is { } id ? byId.GetValueOrDefault(id) : null;
            yarp.CheckTransforms(route, cluster, path);
        }
    }

    private async ValueTask<(List<RouteConfig> Routes, List<ClusterConfig> Clusters)> GenerateAsync(IReadOnlyList<ServiceSettings> services)
    {
        var paths = services.ToDictionary(service => ServiceRoutes.MessageId(service.Name), service => service.Section.Path, StringComparer.OrdinalIgnoreCase);

        var routes = services.Where(service => !string.IsNullOrEmpty(service.Options.MessagePath)).Select(ServiceRoutes.MessageRoute).ToList();
        foreach (var route in routes)
        {
            // Of what is refused already, YARP would only say the same again.
            var path = $"{paths[route.RouteId]}:{nameof(ServiceOptions.MessagePath)}";
            if (!report.HasFaultAt(path))
            {
                await yarp.CheckAsync(route, path);
            }
        }

        var clusters = ReadBackends(services).Select(ServiceRoutes.MessageCluster).ToList();
        foreach (var cluster in clusters.Where(HasAllAddresses))
        {
            await yarp.CheckAsync(cluster, $"{paths[cluster.ClusterId]}:{nameof(ServiceOptions.MessageBackend)}");
        }

        return (routes, clusters);
    }

    private List<ClusterConfig> ReadBackends(IReadOnlyList<ServiceSettings> services)
    {
        var backends = new Backends(report);
        var clusters = services
            .Select(service => backends.Read(ServiceRoutes.MessageId(service.Name), service.Options.MessageBackend))
            .OfType<ClusterConfig>()
            .ToList();
        return [.. clusters, .. backends.ReadObjects()];
    }

    private async ValueTask<(IReadOnlyList<RouteConfig> Routes, IReadOnlyList<ClusterConfig> Clusters)> ReadPlainAsync(
        IReadOnlyList<ServiceSettings> services, IReadOnlyList<RouteConfig> generated, IConfigurationSection reverseProxy)
    {
        var (routes, clusters) = YarpParser.Parse(reverseProxy, PathOf, report);
        string[] exchanges = [WeChatRoute.Message, .. hostRoutes.Select(host => host.Exchange)];
        new PlainRoutes(PathOf, services, exchanges, generated, report).Check(routes, clusters);
        foreach (var route in routes)
        {
            await yarp.CheckAsync(route, PathOf($"Routes:{route.RouteId}"));
        }

        foreach (var cluster in clusters)
        {
            await yarp.CheckAsync(cluster, PathOf($"Clusters:{cluster.ClusterId}"));
        }

        return (routes, clusters);

        string PathOf(string key) => reverseProxy.Path.Length == 0 ? key : $"{reverseProxy.Path}:{key}";
    }

    private static bool HasAllAddresses(ClusterConfig cluster)
        => cluster.Destinations?.Values.All(destination => !string.IsNullOrEmpty(destination.Address)) != false;

    private static bool Serves(RouteConfig route, string service)
        => WeChatRoute.MessageService(route)?.Equals(service, StringComparison.OrdinalIgnoreCase) == true;
}
