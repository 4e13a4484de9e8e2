using WxYarpGateway.Transforms.Configuration.Routes;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Gateway.ApiProxy;

/// <summary>Sets up the proxy to WeChat's API.</summary>
internal static class ApiProxy
{
    /// <summary>Adds YARP with the proxy to WeChat's API.</summary>
    public static IReverseProxyBuilder AddReverseProxyToWeChat(this IServiceCollection services)
    {
        services.AddSingleton<IServiceRouteSource, ApiRoutes>();

        services.AddSingleton<TokenAnswers>();

        // Before YARP, which adds its own unless there is one.
        services.AddSingleton<ApiHttpClientFactory>();
        services.AddSingleton<IForwarderHttpClientFactory>(provider => new SharedHttpClients(provider.GetRequiredService<ApiHttpClientFactory>()));
        return services.AddReverseProxy().AddTransforms<ApiTransforms>();
    }
}
