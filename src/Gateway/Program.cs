using WxYarpGateway.Gateway.Commands;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Limits;
using WxYarpGateway.Gateway.Server;
using WxYarpGateway.Gateway.Telemetry;
using WxYarpGateway.Gateway.WeChatApi;

namespace WxYarpGateway.Gateway;

/// <summary>The gateway, put together: read this first.</summary>
public sealed class Program
{
    private Program()
    {
    }

    /// <summary>Runs the command that the process was started with; without one, the gateway.</summary>
    public static Task<int> Main(string[] args)
        => GatewayCommands.Create(GatewayEnvironment.OfProcess(), Build).Parse(args).InvokeAsync(GatewayCommands.Invocation());

    /// <summary>Builds the gateway: what it reads, what it writes, what it serves.</summary>
    internal static WebApplication Build(GatewayEnvironment environment, IReadOnlyList<string> jsonFiles, string[] settings)
    {
        // An empty builder, so that nothing is read, logged or listened on but what stands here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddGatewaySources(environment, jsonFiles, settings);
        builder.AddGatewayRules(environment);
        builder.AddGatewayLogging();
        builder.AddGatewayServer();
        builder.AddGatewayLimits();
        builder.AddGatewayTelemetry();
        builder.Services.AddReverseProxyToWeChat().AddWeChat(builder.Configuration.GetSection(GatewayOptions.Section), builder.Configuration.GetSection("ReverseProxy"));
        return builder.Build();
    }

    /// <summary>Maps the gateway's endpoints: the way of a request.</summary>
    internal static void Map(WebApplication app)
    {
        app.UseGatewayTelemetry();
        app.UseGatewayLimits();
        app.UseMiddleware<InternalMiddleware>();
        app.UseRequestTimeouts();
        app.MapReverseProxy(proxy =>
        {
            proxy.UseWeChat();
            proxy.UseMiddleware<ApiMiddleware>();
            proxy.UseSessionAffinity();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
    }
}
