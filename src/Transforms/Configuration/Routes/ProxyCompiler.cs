using Microsoft.Extensions.Configuration;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Configuration.Kinds;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Rules;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Pipeline.Routing;
using WxYarpGateway.Transforms.Services.Options;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>Compiles services, hand-written routes and clusters into one proxy configuration.</summary>
/// <param name="yarp">YARP's own rules.</param>
/// <param name="hostRoutes">Generate the host's own routes.</param>
/// <param name="parts">What services of several kinds may have.</param>
/// <param name="isCallback">Returns whether another source of services than the configuration has a callback of a name.</param>
/// <param name="report">Collects the errors.</param>
internal sealed class ProxyCompiler(
    YarpRules yarp,
    IReadOnlyList<IServiceRouteSource> hostRoutes,
    IReadOnlyList<IServicePartCompiler> parts,
    Func<string, bool> isCallback,
    ConfigurationReport report)
{
    /// <summary>Returns all routes and clusters, the generated ones first.</summary>
    public async ValueTask<(IReadOnlyList<RouteConfig> Routes, IReadOnlyList<ClusterConfig> Clusters)> CompileAsync(
        ServedByKind served, IConfigurationSection section, WeChatApiOptions weChatApi, IConfigurationSection? reverseProxy)
    {
        var services = served.Plain;
        var (routes, clusters) = await GenerateAsync(served);
        foreach (var (route, cluster) in hostRoutes.Select(host => host.Make(section, weChatApi, report)).OfType<(
            RouteConfig, ClusterConfig)>())
        {
            await yarp.CheckAsync(route, section.Path);
            await yarp.CheckAsync(cluster, section.Path);
            routes.Add(route);
            clusters.Add(cluster);
        }

        if (reverseProxy is null)
        {
            // Routes that the host configures elsewhere may serve a service without a path.
            ServicePaths.Check(served, isServedByHand: null, report);
            OAuthRules.CheckRoutes(services, isServedByHand: null, report);
            BuildTransforms(routes, clusters, section.GetSection("Services").Path);
            return (routes, clusters);
        }

        var (plainRoutes, plainClusters) = await ReadPlainAsync(served, routes, reverseProxy);
        ServicePaths.Check(served, ServicesOf(plainRoutes, WeChatRoute.Message).Contains, report);
        OAuthRules.CheckRoutes(services, ServicesOf(plainRoutes, WeChatRoute.OAuth).Contains, report);
        IReadOnlyList<ClusterConfig> allClusters = [.. clusters, .. plainClusters];
        BuildTransforms(routes, allClusters, section.GetSection("Services").Path);
        BuildTransforms(plainRoutes, allClusters, reverseProxy.GetSection("Routes").Path);
        return ([.. routes, .. plainRoutes], allClusters);
    }

    private void BuildTransforms(IReadOnlyList<RouteConfig> routes, IReadOnlyList<ClusterConfig> clusters, string path)
    {
        if (report.HasErrors)
        {
            // YARP builds transforms of valid routes only.
            return;
        }

        var byId = clusters.ToDictionary(cluster => cluster.ClusterId, StringComparer.OrdinalIgnoreCase);
        foreach (var route in routes)
        {
            var cluster = route.ClusterId is { } id ? byId.GetValueOrDefault(id) : null;
            yarp.CheckTransforms(route, cluster, path);
        }
    }

    private async ValueTask<(List<RouteConfig> Routes, List<ClusterConfig> Clusters)> GenerateAsync(ServedByKind served)
    {
        var services = served.Plain;
        var routes = services
            .Where(service => !string.IsNullOrEmpty(service.Options.MessagePath))
            .Select(service => (Route: ServiceRoutes.MessageRoute(service), Path: PathOf(service, nameof(ServiceOptions.MessagePath))))
            .Concat(services.SelectMany(service
                => OAuthRoutes.Routes(service).Select(route => (Route: route, Path: PathOf(service, nameof(ServiceOptions.OAuthPath))))))
            .Concat(services.Where(QrLoginRoutes.Has)
                .Select(service => (Route: QrLoginRoutes.Route(service), Path: PathOf(service, nameof(ServiceOptions.QrLoginPath)))))
            .Concat(served.Routes.Select(route => (route.Route, Path: route.Setting)))
            .ToList();
        foreach (var (route, path) in routes.Where(route => !report.HasErrorAt(route.Path)))
        {
            // YARP would only repeat an error that is reported already.
            await yarp.CheckAsync(route, path);
        }

        var clusters = ReadBackends(served);
        var paths = services
            .SelectMany(
                service => new[] { (
                    Id: ServiceRoutes.MessageId(service.Name), Path: PathOf(service, nameof(ServiceOptions.MessageBackend))),
                        (Id: OAuthRoutes.Id(service.Name), Path: PathOf(service, nameof(ServiceOptions.OAuthBackend))) })
            .Concat(served.Clusters.Select(cluster => (Id: cluster.ClusterId, Path: cluster.Backend?.Path ?? "")))
            .Concat(served.Backends.Select(backend => (Id: MessageTarget.ClusterOf(backend.Key), backend.Value.Path)))
            .ToDictionary(backend => backend.Id, backend => backend.Path, StringComparer.OrdinalIgnoreCase);
        foreach (var cluster in clusters.Where(HasAllAddresses))
        {
            await yarp.CheckAsync(cluster, paths[cluster.ClusterId]);
        }

        clusters.AddRange(services.Where(QrLoginRoutes.Has).Select(QrLoginRoutes.Cluster));
        return ([.. routes.Select(route => route.Route)], clusters);

        static string PathOf(ServiceSettings service, string key) => $"{service.Section.Path}:{key}";
    }

    private List<ClusterConfig> ReadBackends(ServedByKind served)
    {
        var services = served.Plain;
        var backends = new Backends(report);
        var messages = services.Select(service
            => backends.Read(ServiceRoutes.MessageId(service.Name), service.Options.MessageBackend)).OfType<ClusterConfig>().ToList();
        var redirects = services.Where(OAuthRoutes.HasCluster).Select(
            service => backends.Read(OAuthRoutes.Id(service.Name), service.Options.OAuthBackend)).OfType<ClusterConfig>().ToList();
        var others = served.Clusters.Select(cluster => (Id: cluster.ClusterId, cluster.Backend))
            .Concat(served.Backends.Select(backend
                => (Id: MessageTarget.ClusterOf(backend.Key), Backend: (IConfigurationSection?)backend.Value)))
            .Select(cluster => backends.Read(cluster.Id, cluster.Backend)).OfType<ClusterConfig>().ToList();
        return [.. messages.Concat(redirects).Concat(others).Concat(backends.ReadObjects()).Select(ServiceRoutes.BackendCluster)];
    }

    private async ValueTask<(IReadOnlyList<RouteConfig> Routes, IReadOnlyList<ClusterConfig> Clusters)> ReadPlainAsync(
        ServedByKind served, IReadOnlyList<RouteConfig> generated, IConfigurationSection reverseProxy)
    {
        var services = served.Plain;
        var (routes, clusters) = YarpParser.Parse(reverseProxy, PathOf, report);
        string[] exchanges = [WeChatRoute.Message, WeChatRoute.OAuth, .. hostRoutes.Select(host => host.Exchange)];
        new PlainRoutes(PathOf, served, exchanges, parts, generated, isCallback, report).Check(routes, clusters);
        foreach (var route in routes)
        {
            await yarp.CheckAsync(route, PathOf($"Routes:{route.RouteId}"));
        }

        foreach (var cluster in clusters)
        {
            await yarp.CheckAsync(cluster, PathOf($"Clusters:{cluster.ClusterId}"));
        }

        // A hand-written route names the cluster of one service, such as shop.api. All services share the host's.
        var shared = services.SelectMany(
            service => hostRoutes.Select(host => (Id: ServiceRoutes.IdOf(service.Name, host.Exchange), host.Exchange)))
            .ToDictionary(cluster => cluster.Id, cluster => ServiceRoutes.IdOf(WeChatRoute.AnyService, cluster.Exchange),
                StringComparer.OrdinalIgnoreCase);
        routes = [.. routes.Select(
            route => route.ClusterId is { } id && shared.TryGetValue(id, out var cluster) ? route with { ClusterId = cluster } : route)];
        return (routes, clusters);

        string PathOf(string key) => reverseProxy.Path.Length == 0 ? key : $"{reverseProxy.Path}:{key}";
    }

    private static bool HasAllAddresses(ClusterConfig cluster)
        => cluster.Destinations?.Values.All(destination => !string.IsNullOrEmpty(destination.Address)) != false;

    private static HashSet<string> ServicesOf(IReadOnlyList<RouteConfig> routes, string exchange)
        => routes.Select(route => WeChatRoute.ServiceOf(route, exchange)).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
}
