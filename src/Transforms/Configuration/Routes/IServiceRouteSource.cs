using Microsoft.Extensions.Configuration;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Configuration.Reports;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>Generates one route of the host's own that serves all services; its path names the service: <c>{service}</c>.</summary>
/// <remarks>
/// Register it as a singleton. It is asked by every compilation, after the host's <see cref="Rules.IConfigurationRule"/>s.
/// </remarks>
public interface IServiceRouteSource
{
    /// <summary>Gets the kind of exchange: the second half of the route's name, and its metadata <c>WeChat.Exchange</c>.</summary>
    string Exchange { get; }

    /// <summary>
    /// Returns the route and its cluster, both named <c>{service}.exchange</c>; <see langword="null"/> when there is none.
    /// </summary>
    /// <param name="section">The section that was passed to <c>AddWeChat</c>, as it is about to be compiled.</param>
    /// <param name="weChatApi">The options of WeChat's API, which may be invalid: their errors are in the report.</param>
    /// <param name="report">The report, which has the errors found so far, and gets more.</param>
    (RouteConfig Route, ClusterConfig Cluster)? Make(IConfigurationSection section, WeChatApiOptions weChatApi, ConfigurationReport report);
}
