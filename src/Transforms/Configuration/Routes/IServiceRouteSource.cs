using Microsoft.Extensions.Configuration;
using WxYarpGateway.TokenService.Api;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>Makes routes of a host's own for each service, beside the one for its messages.</summary>
internal interface IServiceRouteSource
{
    /// <summary>Gets what is exchanged on the routes: the second half of their names, and their <c>WeChat.Exchange</c>.</summary>
    string Exchange { get; }

    /// <summary>Returns the route and the cluster of a service, each named <c>service.exchange</c>; <see langword="null"/> when it gets none.</summary>
    (RouteConfig Route, ClusterConfig Cluster)? Make(ServiceSettings service, IConfigurationSection section, WeChatApiOptions weChatApi, ConfigurationReport report);
}
