using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>Makes YARP's routes and clusters for the redirects of browsers to services.</summary>
internal static class OAuthRoutes
{
    // Both ways byte for byte: browsers send cookies in UTF-8, and YARP would take ASCII only.
    private const string RequestEncoding = "utf-8";
    private const string ResponseEncoding = "latin1";

    // Anything else could use up a code without anybody seeing the page.
    private static readonly string[] Methods = [HttpMethods.Get];

    /// <summary>Returns the name of the route, and of the cluster, for a service's redirects.</summary>
    public static string Id(string service) => ServiceRoutes.IdOf(service, WeChatRoute.OAuth);

    /// <summary>Returns the path where redirects begin that come back to a path.</summary>
    public static string StartPath(string oauthPath) => oauthPath.TrimEnd('/') + "/start";

    /// <summary>Returns a service's routes: where redirects begin, and where they come back to unless a hand-written route takes them.</summary>
    public static IEnumerable<RouteConfig> Routes(ServiceSettings service)
    {
        var path = service.Options.OAuthPath;
        if (string.IsNullOrEmpty(path))
        {
            yield break;
        }

        if (Backends.IsSet(service.Options.OAuthBackend))
        {
            yield return Route(service.Name, path, WeChatRoute.OAuth);
        }

        yield return Route(service.Name, StartPath(path), WeChatRoute.OAuthStart);
    }

    /// <summary>Returns whether a service has a cluster for redirects: one with its backend, or an empty one, without which YARP serves no route.</summary>
    public static bool HasCluster(ServiceSettings service) => !string.IsNullOrEmpty(service.Options.OAuthPath) || Backends.IsSet(service.Options.OAuthBackend);

    /// <summary>Returns the cluster that a service's redirects go to, with what was not configured filled in.</summary>
    public static ClusterConfig Cluster(ClusterConfig configured)
    {
        var cluster = ServiceRoutes.MessageCluster(configured);
        var client = cluster.HttpClient ?? HttpClientConfig.Empty;
        return cluster.Destinations is not { Count: > 0 } ? cluster : cluster with
        {
            HttpClient = client with
            {
                RequestHeaderEncoding = client.RequestHeaderEncoding ?? RequestEncoding,
                ResponseHeaderEncoding = client.ResponseHeaderEncoding ?? ResponseEncoding,
            },
        };
    }

    private static RouteConfig Route(string service, string path, string exchange) => new()
    {
        RouteId = ServiceRoutes.IdOf(service, exchange),
        ClusterId = Id(service),
        Match = new RouteMatch { Path = path, Methods = Methods },
        Metadata = new Dictionary<string, string> { [WeChatRoute.Service] = service, [WeChatRoute.Exchange] = exchange },
    };
}
