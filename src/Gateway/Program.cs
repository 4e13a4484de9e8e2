using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.ApiProxy;
using WxYarpGateway.Gateway.Certificates;
using WxYarpGateway.Gateway.Commands;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Health;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Gateway.Logging;
using WxYarpGateway.Gateway.Logins;
using WxYarpGateway.Gateway.Overview;
using WxYarpGateway.Gateway.Platforms;
using WxYarpGateway.Gateway.Records;
using WxYarpGateway.Gateway.Storage;
using WxYarpGateway.Gateway.Telemetry;
using WxYarpGateway.Gateway.Tries;
using WxYarpGateway.Transforms.Exchange;

namespace WxYarpGateway.Gateway;

/// <summary>The gateway, put together: read this first.</summary>
public sealed class Program
{
    private Program()
    {
    }

    /// <summary>Runs the command that the process was started with; without one, the gateway.</summary>
    public static Task<int> Main(string[] args)
        => GatewayCommands.Create(GatewayEnvironment.OfProcess(), Build, RehearseAsync)
            .Parse(args)
            .InvokeAsync(GatewayCommands.Invocation());

    /// <summary>
    /// Returns a gateway, ready to start, that reads settings and environment variables and no files, for demos and trials.
    /// </summary>
    /// <param name="settings">The settings, as on the command line: <c>--Gateway:Urls=http://127.0.0.1:7080</c>.</param>
    /// <param name="replace">Adds services to the gateway's own, or replaces some of those.</param>
    /// <exception cref="WxYarpGateway.Transforms.Configuration.Reports.InvalidConfigurationException">The settings are invalid.</exception>
    public static WebApplication Create(string[] settings, Action<IServiceCollection> replace)
    {
        var gateway = Build(new GatewayEnvironment(AppContext.BaseDirectory, AppContext.BaseDirectory), [], settings, replace);
        Map(gateway);
        gateway.ChooseAddresses();
        return gateway;
    }

    /// <summary>
    /// Returns the gateway of a folder with its files and variables, as the commands below <c>database</c> have it: for tools that work
    /// on its database. It is not to be started.
    /// </summary>
    /// <param name="folder">The folder that the gateway is started in.</param>
    /// <param name="dataFolder">
    /// The folder with its data; <see langword="null"/> for that of <c>GATEWAY_DATA_DIR</c>, or the default.
    /// </param>
    public static WebApplication CreateIn(string folder, string? dataFolder)
    {
        var environment = GatewayEnvironment.OfProcess() with { WorkingFolder = folder };
        environment = dataFolder is null ? environment : environment with { DataFolder = dataFolder };
        return Build(environment, environment.JsonFiles(), []);
    }

    /// <summary>Builds the gateway.</summary>
    internal static WebApplication Build(GatewayEnvironment environment, IReadOnlyList<string> jsonFiles, string[] settings)
        => Build(environment, jsonFiles, settings, _ => { });

    /// <summary>Builds the gateway with services that a test adds or replaces.</summary>
    internal static WebApplication Build(
        GatewayEnvironment environment, IReadOnlyList<string> jsonFiles, string[] settings, Action<IServiceCollection> replace)
        => Build(environment, configuration => configuration.AddGatewaySources(environment, jsonFiles, settings), replace);

    /// <summary>Builds the request pipeline and maps the endpoints.</summary>
    internal static void Map(WebApplication app)
    {
        app.UseMiddleware<ConnectionDrainMiddleware>();
        app.UseGatewayAccess();
        app.UseRequestTimeouts();
        app.MapGatewayHealth();
        app.MapGatewayEndpoints();
        app.MapReverseProxy(proxy =>
        {
            proxy.UseWeChat();
            proxy.UsePlatforms();
            proxy.UseMiniPrograms();
            proxy.UseExchange<ApiMiddleware>(WeChatRoute.Api);
            proxy.UseDestinationChoice();
        }).ConfigureEndpoints(ApiProxy.ApiProxy.ForBackends).ConfigureEndpoints(GatewayServer.ForCloudRun);
    }

    private static Task RehearseAsync(CancellationToken cancellationToken)
        => Rehearsal.RunAsync(
            (settings, replace) => Build(
                new GatewayEnvironment("/", "/"), configuration => configuration.AddInMemoryCollection(settings), replace),
            Map,
            cancellationToken);

    private static WebApplication Build(
        GatewayEnvironment environment, Action<IConfigurationBuilder> addSources, Action<IServiceCollection> replace)
    {
        // An empty builder reads, logs and listens to nothing that is not named here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        addSources(builder.Configuration);
        builder.AddGatewayRules(environment);
        builder.AddGatewayLogging();
        builder.AddGatewayServer();
        builder.AddGatewayCertificates();
        builder.AddGatewayAccess();
        builder.AddGatewayEndpoints();
        builder.AddGatewayStorage(environment);
        builder.AddGatewayRecords();
        builder.AddGatewayTries();
        builder.AddPlatformEndpoints();
        builder.AddGatewayLogins();
        builder.AddGatewayOverview();
        builder.AddGatewayTelemetry();
        builder.AddGatewayHealth();
        var proxy = builder.Services.AddReverseProxyToWeChat().AddWeChat(
            builder.Configuration.GetSection(GatewayOptions.Section), builder.Configuration.GetSection("ReverseProxy"));
        proxy.AddPlatforms();
        proxy.AddMiniPrograms();
        if (environment.DataFolder is { Length: > 0 } data)
        {
            proxy.AddMessageJournal(Path.GetFullPath(data, environment.WorkingFolder));
        }

        replace(builder.Services);
        return builder.Build();
    }
}
