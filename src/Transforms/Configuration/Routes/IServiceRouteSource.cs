using Microsoft.Extensions.Configuration;
using WxYarpGateway.TokenService.Api;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>Generates one route of the host's own that serves all services; its path names the service: <c>{service}</c>.</summary>
internal interface IServiceRouteSource
{
    /// <summary>Gets the kind of exchange: the second half of the route's name, and its metadata <c>WeChat.Exchange</c>.</summary>
    string Exchange { get; }

    /// <summary>
    /// Returns the route and its cluster, both named <c>{service}.exchange</c>; <see langword="null"/> when there is none.
    /// </summary>
    (RouteConfig Route, ClusterConfig Cluster)? Make(IConfigurationSection section, WeChatApiOptions weChatApi, ConfigurationReport report);
}
