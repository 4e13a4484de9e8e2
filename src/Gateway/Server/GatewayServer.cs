using System.Text;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Lifetime;

namespace WxYarpGateway.Gateway.Server;

/// <summary>Sets up the web server.</summary>
internal static class GatewayServer
{
    /// <summary>Adds Kestrel and what tells its listeners apart.</summary>
    public static void AddGatewayServer(this WebApplicationBuilder builder)
    {
        // Byte for byte what a backend wrote, as HttpClient reads it; by default, one byte beyond ASCII fails the whole answer.
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1);

        builder.Services.AddRouting();
        builder.Services.AddRequestTimeouts();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimes.Whole);
        builder.Services.AddSingleton<Listener>();
        builder.Services.AddSingleton<MatcherPolicy, ListenerPolicy>();
        builder.Services.AddServiceEndpoints();
        builder.Services.AddSingleton<InternalAccess>();
        builder.Services.AddHostedService<StartReport>();
        builder.Services.AddHostedService<ShutdownDelay>();
    }

    private static void AddServiceEndpoints(this IServiceCollection services)
    {
        services.AddSingleton<TokenEndpoints>();
        services.AddSingleton<RedeliveryEndpoints>();
        services.AddSingleton<ServiceEndpoints>();
        services.AddSingleton<IServiceEndpoint, QrEndpoint>();
        services.AddSingleton<IServiceEndpoint, UserEndpoint>();
        services.AddSingleton<IServiceEndpoint, SnsAuth2Endpoint>();
        services.AddSingleton<IServiceEndpoint, ShortUrlEndpoint>();
        services.AddSingleton<IServiceEndpoint, TemplateMessageEndpoint>();
        services.AddSingleton<IServiceEndpoint, SignJsApiEndpoint>();
        services.AddSingleton<IServiceEndpoint, ChannelsOrderEndpoint>();
        services.AddSingleton<IServiceEndpoint, ChannelsRefundEndpoint>();
    }
}
