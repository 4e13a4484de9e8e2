using Microsoft.AspNetCore.DataProtection.KeyManagement;
using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Access.Backends;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.ApiProxy.Platforms;
using WxYarpGateway.Gateway.ApiProxy.Tokens;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Transforms.Configuration.Routes;
using WxYarpGateway.Transforms.Exchange;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Gateway.ApiProxy;

/// <summary>Sets up the proxy to WeChat's API.</summary>
internal static class ApiProxy
{
    private static readonly Description About = "Calls WeChat's API in the name of a service; the gateway adds the access token.";

    /// <summary>Adds YARP with the proxy to WeChat's API.</summary>
    public static IReverseProxyBuilder AddReverseProxyToWeChat(this IServiceCollection services)
    {
        services.AddSingleton<IServiceRouteSource, ApiRoutes>();

        services.AddSingleton<ApiAddresses>();
        services.AddSingleton<TokenErrors>();
        services.AddSingleton<TokenAnswers>();
        services.AddSingleton<PlatformCalls>();

        // Before YARP, which adds its own unless there is one.
        services.AddSingleton<ApiHttpClientFactory>();
        services.AddSingleton<IForwarderHttpClientFactory>(
            provider => new SharedHttpClients(provider.GetRequiredService<ApiHttpClientFactory>()));
        var proxy = services.AddReverseProxy().AddTransforms<ApiTransforms>();
        services.MakeNoKeysAhead();
        return proxy;
    }

    /// <summary>Serves routes to WeChat's API, generated ones and hand-written ones, to backends alone.</summary>
    public static void ForBackends(IEndpointConventionBuilder endpoint, RouteConfig route)
    {
        if (WeChatRoute.ServiceOf(route, WeChatRoute.Api) is { } service)
        {
            // On the generated route the path names the service; on a hand-written one the metadata do.
            endpoint.WithMetadata(ServedOn.Internal, RequiredScope.Api, new RequiredService(service), BackendsOnly.Instance)
                .Describe(HttpMethods.Get, About).Describe(HttpMethods.Post, About);
        }
    }

    /// <summary>
    /// Leaves the keys of ASP.NET's data protection to the first request that needs one: only YARP's session affinity does, on
    /// hand-written routes. To make them at each start loads four MiB of XML and ciphers.
    /// </summary>
    private static void MakeNoKeysAhead(this IServiceCollection services)
    {
        foreach (var eager in services.Where(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly == typeof(KeyManagementOptions).Assembly).ToList())
        {
            services.Remove(eager);
        }
    }
}
