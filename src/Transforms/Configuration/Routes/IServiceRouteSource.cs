using Microsoft.Extensions.Configuration;
using WxYarpGateway.TokenService.Api;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>Generates the host's own routes for each service, beside the one for messages.</summary>
internal interface IServiceRouteSource
{
    /// <summary>Gets the kind of exchange: the second half of the routes' names, and their metadata <c>WeChat.Exchange</c>.</summary>
    string Exchange { get; }

    /// <summary>Returns the route and the cluster of a service, each named <c>service.exchange</c>; <see langword="null"/> when the service has none.</summary>
    (RouteConfig Route, ClusterConfig Cluster)? Make(ServiceSettings service, IConfigurationSection section, WeChatApiOptions weChatApi, ConfigurationReport report);
}
