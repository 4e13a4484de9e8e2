using System.Net;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Configuration.Routes;
using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Gateway.ApiProxy;

/// <summary>Makes the route of each service on which backends call WeChat's API.</summary>
internal sealed class ApiRoutes(GatewayBinder binder) : IServiceRouteSource
{
    /// <inheritdoc/>
    public string Exchange => WeChatRoute.Api;

    /// <inheritdoc/>
    public (RouteConfig Route, ClusterConfig Cluster)? Make(
        ServiceSettings service, IConfigurationSection section, WeChatApiOptions weChatApi, ConfigurationReport report)
    {
        var endpoints = section.GetSection(nameof(GatewayOptions.Endpoints));
        if (binder.BoundOf(section).Endpoints.Api is not { } prefix
            || report.HasErrorAt(endpoints.GetSection(nameof(EndpointOptions.Api)).Path)
            || report.HasErrorAt(service.Section.Path)
            || weChatApi.ApiUrl is not { IsAbsoluteUri: true })
        {
            return null;
        }

        var id = ServiceRoutes.IdOf(service.Name, Exchange);
        return (Route(id, service.Name, $"{prefix}/{service.Name}"), Cluster(id, weChatApi.ApiUrl));
    }

    private static RouteConfig Route(string id, string service, string path) => new()
    {
        RouteId = id,
        ClusterId = id,
        Match = new RouteMatch { Path = $"{path}/{{**path}}" },
        Metadata = new Dictionary<string, string> { [WeChatRoute.Service] = service, [WeChatRoute.Exchange] = WeChatRoute.Api },
        Transforms = [new Dictionary<string, string> { ["PathRemovePrefix"] = path }],
    };

    private static ClusterConfig Cluster(string id, Uri apiUrl) => new()
    {
        ClusterId = id,
        Destinations = new Dictionary<string, DestinationConfig> { ["wechat"] = new() { Address = apiUrl.AbsoluteUri } },

        // Without TLS nobody can negotiate a version.
        HttpRequest = apiUrl.Scheme == Uri.UriSchemeHttp ? new ForwarderRequestConfig { Version = HttpVersion.Version11 } : null,
    };
}
