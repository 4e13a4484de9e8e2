using System.Text;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting.CloudRun;
using WxYarpGateway.Platform.Platforms;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.Gateway.Hosting;

/// <summary>Sets up the web server, its listeners and its stop.</summary>
internal static class GatewayServer
{
    /// <summary>Adds Kestrel and what tells its listeners apart.</summary>
    public static void AddGatewayServer(this WebApplicationBuilder builder)
    {
        // Headers pass byte for byte, as HttpClient reads them. By default one byte beyond ASCII fails the whole answer.
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1);

        builder.Services.AddRouting();
        builder.Services.AddRequestTimeouts();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimes.Whole);
        builder.Services.AddSingleton<Listener>();
        builder.Services.AddSingleton<MatcherPolicy, ListenerPolicy>();
        builder.Services.AddSingleton<IGatewayRule, UrlsRule>();
        builder.Services.AddSingleton<IGatewayRule, InternalUrlsRule>();
        builder.Services.AddSingleton<IGatewayRule, CloudRunUrlsRule>();
        builder.Services.AddSingleton<IGatewayRule, ShutdownRule>();
        builder.Services.AddHostedService<StartReport>();
        builder.Services.AddHostedService<ShutdownDelay>();
    }

    /// <summary>Has the server listen, once it starts, on the addresses of the configuration in force.</summary>
    public static void ChooseAddresses(this WebApplication app)
        => app.Services.GetRequiredService<Listener>().Choose(app.Services.GetRequiredService<GatewaySettings>().Options);

    /// <summary>Serves the paths of WeChat's cloud hosting on the listener for it, and nowhere else.</summary>
    public static void ForCloudRun(IEndpointConventionBuilder endpoint, RouteConfig route)
    {
        if (CloudRunRoute.Is(route))
        {
            endpoint.WithMetadata(ServedOn.CloudRun);
        }
    }
}
