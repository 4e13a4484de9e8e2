using WxYarpGateway.Platform.AuthorizationPages;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Transforms.Configuration.Kinds;
using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Platform.Configuration;

/// <summary>Generates the routes and clusters of a platform. Its authorizers have none of their own.</summary>
internal static class PlatformRoutes
{
    private const string Events = "events";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post];

    // Other methods (HEAD, prefetches) would use up a code without showing the page.
    private static readonly string[] OAuthMethods = [HttpMethods.Get];

    /// <summary>
    /// Returns the routes: the pushes for authorizers, the authorization events, the same from cloud hosting, and the OAuth redirects of
    /// authorizers' users.
    /// </summary>
    public static IEnumerable<KindRoute> Of(PlatformSettings platform)
    {
        yield return RouteOf(
            platform, nameof(PlatformOptions.MessagePath), platform.Options.MessagePath, platform.Name, WeChatRoute.Message);
        yield return RouteOf(
            platform, nameof(PlatformOptions.AuthEventPath), platform.Options.AuthEventPath, WeChatPlatform.EventsOf(platform.Name),
                Events);
        if (platform.Options.OAuthPath is { Length: > 0 } path)
        {
            yield return OAuthRouteOf(platform, path, WeChatRoute.OAuth);
            yield return OAuthRouteOf(platform, path.TrimEnd('/') + "/start", WeChatRoute.OAuthStart);
        }

        if (platform.Options.CloudRun.Networks.Count > 0)
        {
            yield return CloudRunRouteOf(platform, WeChatRoute.Message, CloudRunRoute.Messages, platform.Name);
            yield return CloudRunRouteOf(platform, Events, CloudRunRoute.Events, WeChatPlatform.EventsOf(platform.Name));
        }

        if (HasPages(platform))
        {
            var pagePath = platform.PathOf($"{nameof(PlatformOptions.Authorization)}:{nameof(AuthorizationOptions.Path)}");
            foreach (var route in PageRoute.Of(platform.Name, platform.Options.Authorization.Path))
            {
                yield return new KindRoute(platform.Name, pagePath, route);
            }
        }
    }

    /// <summary>Returns the clusters of the routes. One whose backend is a name, or missing, is empty.</summary>
    public static IEnumerable<KindCluster> ClustersOf(PlatformSettings platform)
    {
        yield return ClusterOf(platform, WeChatRoute.Message, platform.Options.MessageBackend);
        yield return ClusterOf(platform, Events, platform.Options.EventBackend);
        if (platform.Options.OAuthPath.Length > 0)
        {
            yield return ClusterOf(platform, WeChatRoute.OAuth, platform.Options.OAuthBackend);
        }

        if (HasPages(platform))
        {
            yield return ClusterOf(platform, PageRoute.Exchange, backend: null);
        }
    }

    private static bool HasPages(PlatformSettings platform) => platform.Options.Authorization.Path.Length > 0;

    private static KindRoute RouteOf(PlatformSettings platform, string key, string path, string callback, string id) => new(
        platform.Name,
        platform.PathOf(key),
        new RouteConfig
        {
            RouteId = WeChatRoute.IdOf(platform.Name, id),
            ClusterId = WeChatRoute.IdOf(platform.Name, id),
            Match = new RouteMatch { Path = path, Methods = Methods },
            Metadata = new Dictionary<string, string>
            {
                [WeChatRoute.Service] = callback,
                [WeChatRoute.Exchange] = WeChatRoute.Message,
            },
        });

    private static KindRoute CloudRunRouteOf(PlatformSettings platform, string exchange, string path, string callback) => new(
        platform.Name,
        platform.PathOf(nameof(PlatformOptions.CloudRun)),
        CloudRunRoute.Of(
            WeChatRoute.IdOf(platform.Name, $"{exchange}-cloudrun"), path, callback, WeChatRoute.IdOf(platform.Name, exchange)));

    private static KindRoute OAuthRouteOf(PlatformSettings platform, string path, string exchange) => new(
        platform.Name,
        platform.PathOf(nameof(PlatformOptions.OAuthPath)),
        new RouteConfig
        {
            RouteId = WeChatRoute.IdOf(platform.Name, exchange),
            ClusterId = WeChatRoute.IdOf(platform.Name, WeChatRoute.OAuth),
            Match = new RouteMatch { Path = path, Methods = OAuthMethods },
            Metadata = new Dictionary<string, string> { [WeChatRoute.Service] = platform.Name, [WeChatRoute.Exchange] = exchange },
        });

    private static KindCluster ClusterOf(
        PlatformSettings platform, string id, Microsoft.Extensions.Configuration.IConfigurationSection? backend)
        => new(
            platform.Name,
            WeChatRoute.IdOf(platform.Name, id),
            KindSections.HasBackend(backend) && KindSections.BackendNameOf(backend) is null ? backend : null);
}
