using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>Generates YARP's routes for the pages of sign-ins by QR code.</summary>
internal static class QrLoginRoutes
{
    /// <summary>Returns whether a service has such pages.</summary>
    public static bool Has(ServiceSettings service) => !string.IsNullOrEmpty(service.Options.QrLoginPath);

    /// <summary>Returns the name of a service's route and cluster.</summary>
    public static string Id(string service) => ServiceRoutes.IdOf(service, WeChatRoute.QrLogin);

    /// <summary>Returns the route of a service's pages.</summary>
    public static RouteConfig Route(ServiceSettings service) => new()
    {
        RouteId = Id(service.Name),
        ClusterId = Id(service.Name),
        Match = new RouteMatch { Path = $"{service.Options.QrLoginPath.TrimEnd('/')}/{{{WeChatRoute.PageParameter}}}" },
        Metadata = new Dictionary<string, string>
        {
            [WeChatRoute.Service] = service.Name,
            [WeChatRoute.Exchange] = WeChatRoute.QrLogin,
        },
    };

    /// <summary>Returns the cluster, which is empty: YARP serves no route without one.</summary>
    public static ClusterConfig Cluster(ServiceSettings service) => new() { ClusterId = Id(service.Name) };
}
