using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>Generates YARP's routes and clusters for OAuth redirects.</summary>
internal static class OAuthRoutes
{
    // Other methods (HEAD, prefetches) would use up a code without showing the page.
    private static readonly string[] Methods = [HttpMethods.Get];

    /// <summary>Returns the name of the route and cluster for a service's OAuth redirects.</summary>
    public static string Id(string service) => ServiceRoutes.IdOf(service, WeChatRoute.OAuth);

    /// <summary>Returns the path that starts the OAuth redirects of a path.</summary>
    public static string StartPath(string oauthPath) => oauthPath.TrimEnd('/') + "/start";

    /// <summary>Returns a service's routes: the start of OAuth redirects, and their return unless a hand-written route serves it.</summary>
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

    /// <summary>
    /// Returns whether a service has a cluster for OAuth redirects. It may be empty: YARP serves no route without a cluster.
    /// </summary>
    public static bool HasCluster(ServiceSettings service) => !string.IsNullOrEmpty(service.Options.OAuthPath)
        || Backends.IsSet(service.Options.OAuthBackend);

    private static RouteConfig Route(string service, string path, string exchange) => new()
    {
        RouteId = ServiceRoutes.IdOf(service, exchange),
        ClusterId = Id(service),
        Match = new RouteMatch { Path = path, Methods = Methods },
        Metadata = new Dictionary<string, string> { [WeChatRoute.Service] = service, [WeChatRoute.Exchange] = exchange },
    };
}
