using System.Net;
using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>Makes YARP's routes and clusters of services.</summary>
internal static class ServiceRoutes
{
    // A reply that comes too late for WeChat is still delivered, so a slow backend gets its time.
    private static readonly TimeSpan ActivityTimeout = TimeSpan.FromMinutes(5);

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post];

    /// <summary>Returns the name of the route, and of the cluster, for a service's messages.</summary>
    public static string MessageId(string service) => IdOf(service, WeChatRoute.Message);

    /// <summary>Returns the name of the route, and of the cluster, for what is exchanged with a service.</summary>
    public static string IdOf(string service, string exchange) => WeChatRoute.IdOf(service, exchange);

    /// <summary>Returns the route that WeChat's pushes to a service come in on.</summary>
    public static RouteConfig MessageRoute(ServiceSettings service) => new()
    {
        RouteId = MessageId(service.Name),
        ClusterId = MessageId(service.Name),
        Match = new RouteMatch { Path = service.Options.MessagePath, Methods = Methods },
        Metadata = new Dictionary<string, string>
        {
            [WeChatRoute.Service] = service.Name,
            [WeChatRoute.Exchange] = WeChatRoute.Message,
        },
    };

    /// <summary>Returns the cluster that a service's messages go to, with what was not configured filled in.</summary>
    public static ClusterConfig MessageCluster(ClusterConfig configured)
    {
        if (configured.Destinations is not { Count: > 0 } destinations)
        {
            return configured;
        }

        var request = configured.HttpRequest ?? ForwarderRequestConfig.Empty;
        var isPlainHttp = destinations.Values.All(destination => destination.Address?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) == true);
        return configured with
        {
            HttpRequest = request with
            {
                ActivityTimeout = request.ActivityTimeout ?? ActivityTimeout,

                // Without TLS nobody can negotiate, and HTTP/1.1 is what every backend speaks.
                Version = request.Version ?? (isPlainHttp && request.VersionPolicy is null ? HttpVersion.Version11 : null),
            },
        };
    }
}
