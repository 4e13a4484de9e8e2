using System.Net;
using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>Generates YARP's routes and clusters for the messages of services.</summary>
internal static class ServiceRoutes
{
    // A reply after WeChat's deadline is still delivered, so a slow backend gets five minutes.
    private static readonly TimeSpan ActivityTimeout = TimeSpan.FromMinutes(5);

    // Headers pass byte for byte in both directions: browsers send cookies in UTF-8, proxies write cities in it, and YARP's default is
    // ASCII, beyond which the whole call fails.
    private static readonly HttpClientConfig Encodings = new() { RequestHeaderEncoding = "utf-8", ResponseHeaderEncoding = "latin1" };

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post];

    /// <summary>Returns the name of the route and cluster for a service's messages.</summary>
    public static string MessageId(string service) => IdOf(service, WeChatRoute.Message);

    /// <summary>Returns the name of the route and cluster for one kind of exchange with a service.</summary>
    public static string IdOf(string service, string exchange) => WeChatRoute.IdOf(service, exchange);

    /// <summary>Returns the route for WeChat's pushes to a service.</summary>
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

    /// <summary>Returns the cluster of a backend, with defaults for what is not configured.</summary>
    public static ClusterConfig BackendCluster(ClusterConfig configured)
    {
        if (configured.Destinations is not { Count: > 0 } destinations)
        {
            return configured;
        }

        var request = configured.HttpRequest ?? ForwarderRequestConfig.Empty;
        var isPlainHttp = destinations.Values.All(
            destination => destination.Address?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) == true);
        return configured with
        {
            HttpClient = configured.HttpClient is not { } client ? Encodings : client with
            {
                RequestHeaderEncoding = client.RequestHeaderEncoding ?? Encodings.RequestHeaderEncoding,
                ResponseHeaderEncoding = client.ResponseHeaderEncoding ?? Encodings.ResponseHeaderEncoding,
            },
            HttpRequest = request with
            {
                ActivityTimeout = request.ActivityTimeout ?? ActivityTimeout,

                // HTTP versions are negotiated by TLS only, and every backend speaks HTTP/1.1.
                Version = request.Version ?? (isPlainHttp && request.VersionPolicy is null ? HttpVersion.Version11 : null),
            },
        };
    }
}
