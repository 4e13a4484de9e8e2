using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Pipeline.Routing;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>
/// Checks hand-written routes: one that is marked for a service must name an existing one, and none may shadow a generated route.
/// </summary>
internal sealed class PlainRoutes(
    Func<string, string> pathOf,
    ServedByKind served,
    IReadOnlyList<string> exchanges,
    IReadOnlyList<RouteConfig> generated,
    Func<string, bool> isCallback,
    ConfigurationReport report)
{
    private static readonly string[] PushMethods = [HttpMethods.Get, HttpMethods.Post];

    private readonly HashSet<string> _names = served.Plain.Select(service => service.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
    private readonly ILookup<string,
        RouteConfig> _generated = generated.ToLookup(route => ServicePaths.Plain(route.Match.Path!), StringComparer.OrdinalIgnoreCase);
    private readonly ILookup<string,
        ServiceSettings> _pushed = served.Plain.Where(service => !string.IsNullOrEmpty(service.Options.MessagePath))
        .ToLookup(service => ServicePaths.Plain(service.Options.MessagePath), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reports errors of the routes, and clusters whose name is that of a generated one.</summary>
    public void Check(IReadOnlyList<RouteConfig> routes, IReadOnlyList<ClusterConfig> clusters)
    {
        var services = served.Plain;
        var ids = services.SelectMany(service
            => exchanges.Append(WeChatRoute.OAuthStart).Append(WeChatRoute.QrLogin)
                .Select(exchange => (Id: ServiceRoutes.IdOf(service.Name, exchange), service.Name)))
            .ToDictionary(generated => generated.Id, generated => generated.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var (id, service) in served.Routes.Select(route => (route.Route.RouteId, route.Service))
            .Concat(served.Clusters.Select(cluster => (cluster.ClusterId, cluster.Service)))
            .Concat(served.Backends.Select(backend => (MessageTarget.ClusterOf(backend.Key), backend.Key))))
        {
            ids.TryAdd(id, service);
        }

        var withoutCluster = services.Where(service => !OAuthRoutes.HasCluster(service)).Select(
            service => OAuthRoutes.Id(service.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var clusterIds = clusters.Select(cluster => cluster.ClusterId).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var route in routes)
        {
            CheckId("Routes", route.RouteId, ids);
            CheckMetadata(route);
            CheckPath(route);
            if (route.ClusterId is { } clusterId && (!ids.ContainsKey(clusterId) || withoutCluster.Contains(clusterId))
                && !clusterIds.Contains(clusterId))
            {
                report.Warn(pathOf($"Routes:{route.RouteId}:ClusterId"), $"names cluster {clusterId}, which is not among the clusters here",
                    "Correct the name, unless another part of the host provides it");
            }
        }

        foreach (var cluster in clusters)
        {
            CheckId("Clusters", cluster.ClusterId, ids);
        }
    }

    private void CheckId(string kind, string id, Dictionary<string, string> ids)
    {
        if (ids.TryGetValue(id, out var service))
        {
            report.Error(pathOf($"{kind}:{id}"), $"has the name of the one that is generated for service {service}", "Choose another name");
        }
    }

    private void CheckMetadata(RouteConfig route)
    {
        var service = Metadata(route, WeChatRoute.Service);
        var exchange = Metadata(route, WeChatRoute.Exchange);
        if (service is null && exchange is null)
        {
            return;
        }

        var at = pathOf($"Routes:{route.RouteId}:{nameof(RouteConfig.Metadata)}");
        if (service is null)
        {
            report.Error($"{at}:{WeChatRoute.Service}", $"is missing, and {WeChatRoute.Exchange} is there",
                "Name the service that the route belongs to");
        }
        else if (!_names.Contains(service) && !isCallback(service) && !served.Callbacks.Contains(service, StringComparer.OrdinalIgnoreCase))
        {
            report.Error($"{at}:{WeChatRoute.Service}", $"names service {service}, which is not configured",
                "Correct the name, or configure the service");
        }

        if (exchange is null)
        {
            report.Error($"{at}:{WeChatRoute.Exchange}", $"is missing, and {WeChatRoute.Service} is there",
                $"Set it to {string.Join(" or ", exchanges)}");
        }
        else if (!exchanges.Contains(exchange, StringComparer.OrdinalIgnoreCase))
        {
            report.Error(
                $"{at}:{WeChatRoute.Exchange}",
                $"must be {string.Join(" or ", exchanges)}; it is {exchange}",
                $"Set it to {string.Join(" or ", exchanges)}");
        }

        if (string.IsNullOrEmpty(route.ClusterId))
        {
            report.Error(
                pathOf($"Routes:{route.RouteId}:{nameof(RouteConfig.ClusterId)}"), "is missing",
                    $"Name a cluster; {ServiceRoutes.IdOf(service ?? "shop", exchange ?? WeChatRoute.Message)} is the one of the service " +
                        $"itself");
        }
    }

    /// <summary>Reports routes that match the same requests as a generated one: ASP.NET Core then fails every push as ambiguous.</summary>
    private void CheckPath(RouteConfig route)
    {
        if (route is not
            {
                Match:
                {
                    Path: { } pattern, Hosts: null or { Count: 0 }, Headers: null or { Count: 0 }, QueryParameters: null
            or { Count: 0 }
                }, Order: null or 0
            }
            || !Takes(route, PushMethods))
        {
            return;
        }

        if (_generated[ServicePaths.Plain(pattern)].FirstOrDefault(other => IsRival(route, other)) is { } same)
        {
            report.Error(
                pathOf($"Routes:{route.RouteId}:Match:Path"), $"is {pattern}, which is the path of the generated route {same.RouteId} too",
                    "Choose another path, or give the route an Order");
            return;
        }

        if (_pushed[ServicePaths.Plain(pattern)].FirstOrDefault() is { } rival)
        {
            report.Error(pathOf($"Routes:{route.RouteId}:Match:Path"),
                $"is {pattern}, which is the MessagePath of service {rival.Name} too", "Choose another path, or give the route an Order");
        }
    }

    // Message routes have an error text of their own. API routes never compete with others, since they are on another listener.
    private bool IsRival(RouteConfig route, RouteConfig generated)
        => !(WeChatRoute.ServiceOf(generated, WeChatRoute.Message) is { } pushed && _names.Contains(pushed))
            && (WeChatRoute.ServiceOf(generated, WeChatRoute.Api) is null
                ? WeChatRoute.ServiceOf(route, WeChatRoute.Api) is null && Takes(route, generated.Match.Methods!)
                : WeChatRoute.ServiceOf(route, WeChatRoute.Api) is not null);

    private static bool Takes(RouteConfig route, IEnumerable<string> methods)
        => route.Match.Methods is not { Count: > 0 } taken || taken.Intersect(methods, StringComparer.OrdinalIgnoreCase).Any();

    private static string? Metadata(RouteConfig route, string key) => route.Metadata?.GetValueOrDefault(key);
}
