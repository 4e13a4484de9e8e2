using System.Net;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Routes;
using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Gateway.ApiProxy;

/// <summary>
/// Makes the one route on which backends call WeChat's API in the name of any service: <c>{Api}/{service}/{WeChat's path}</c>.
/// </summary>
internal sealed class ApiRoutes(GatewayBinder binder) : IServiceRouteSource
{
    private const string BelowPrefix = $"/{WeChatRoute.AnyService}/{{**path}}";

    private static readonly string Id = WeChatRoute.IdOf(WeChatRoute.AnyService, WeChatRoute.Api);

    /// <inheritdoc/>
    public string Exchange => WeChatRoute.Api;

    /// <inheritdoc/>
    public (RouteConfig Route, ClusterConfig Cluster)? Make(
        IConfigurationSection section, WeChatApiOptions weChatApi, ConfigurationReport report)
    {
        var key = section.GetSection(nameof(GatewayOptions.Endpoints)).GetSection(nameof(EndpointOptions.Api));
        return binder.BoundOf(section).Endpoints.Api is { } prefix
            && !report.HasErrorAt(key.Path)
            && weChatApi.ApiUrl is { IsAbsoluteUri: true } url
            ? (Route(prefix), Cluster(url))
            : null;
    }

    /// <summary>
    /// Returns the service that a call names, on the generated route or on a hand-written one; <see langword="null"/> when it is no call.
    /// </summary>
    public static string? ServiceOf(RouteConfig route, HttpContext context)
        => WeChatRoute.ServiceOf(route, WeChatRoute.Api) is WeChatRoute.AnyService
            ? context.GetRouteValue("service") as string
            : WeChatRoute.ServiceOf(route, WeChatRoute.Api);

    /// <summary>Returns whether a route is the generated one.</summary>
    public static bool IsGenerated(RouteConfig route) => route.RouteId == Id;

    /// <summary>
    /// Returns the path of WeChat's in a call on the generated route; <see langword="null"/> on a hand-written one, whose own transforms
    /// make it.
    /// </summary>
    /// <param name="route">The route.</param>
    /// <param name="context">The call.</param>
    /// <param name="path">The path below the service, as the route found it.</param>
    public static PathString? PathOf(RouteConfig route, HttpContext context, string path)
    {
        if (!IsGenerated(route) || context.GetRouteValue("service") is not string service)
        {
            return null;
        }

        var whole = context.Request.Path.Value ?? "";
        var prefix = route.Match.Path!.AsSpan()[..^BelowPrefix.Length];
        return whole.Length == prefix.Length + 1 + service.Length + path.Length && whole.EndsWith(path, StringComparison.Ordinal)
            ? new PathString(path)
            : context.Request.Path.StartsWithSegments(new PathString($"{prefix}/{service}"), out var below) ? below : null;
    }

    private static RouteConfig Route(string prefix) => new()
    {
        RouteId = Id,
        ClusterId = Id,
        Match = new RouteMatch { Path = prefix + BelowPrefix },
        Metadata = new Dictionary<string,
            string>
        { [WeChatRoute.Service] = WeChatRoute.AnyService, [WeChatRoute.Exchange] = WeChatRoute.Api },
    };

    private static ClusterConfig Cluster(Uri apiUrl) => new()
    {
        ClusterId = Id,
        Destinations = new Dictionary<string, DestinationConfig> { ["wechat"] = new() { Address = apiUrl.AbsoluteUri } },

        // YARP's default is ASCII, and any other letter in a caller's header would fail the call.
        HttpClient = new HttpClientConfig { RequestHeaderEncoding = "utf-8", ResponseHeaderEncoding = "latin1" },

        // Without TLS nobody can negotiate a version.
        HttpRequest = apiUrl.Scheme == Uri.UriSchemeHttp ? new ForwarderRequestConfig { Version = HttpVersion.Version11 } : null,
    };
}
