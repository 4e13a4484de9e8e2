using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.Rig;

/// <summary>The Gateway in this process, put together as its executable does, listening on free ports.</summary>
public sealed class RunningGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _dataFolder;

    private RunningGateway(WebApplication app, string dataFolder)
    {
        _app = app;
        _dataFolder = dataFolder;
    }

    public Uri Address => new(_app.Urls.First());

    /// <summary>Gets the address for backends.</summary>
    public Uri InternalAddress => new(_app.Services.GetRequiredService<Listener>().InternalAddresses().First());

    /// <summary>Gets the address for WeChat's cloud hosting, when a platform asks for it.</summary>
    public Uri CloudRunAddress => new(_app.Services.GetRequiredService<Listener>().CloudRunAddresses().First());

    public IServiceProvider Services => _app.Services;

    public IMeterFactory Meters => _app.Services.GetRequiredService<IMeterFactory>();

    /// <summary>Starts a gateway that is configured by these settings, and by a file beneath them if one is given.</summary>
    public static Task<RunningGateway> StartAsync(
        Dictionary<string, string?> configuration, CancellationToken cancellationToken, string? file = null)
        => StartAsync(configuration, [], file, _ => { }, cancellationToken);

    /// <summary>Starts a gateway that writes all its log, at every level, to a provider of the test's.</summary>
    public static Task<RunningGateway> StartAsync(
        Dictionary<string, string?> configuration, ILoggerProvider log, CancellationToken cancellationToken)
        => StartAsync(configuration, [log], null, _ => { }, cancellationToken);

    /// <summary>Starts a gateway with services of the test's in the place of its own.</summary>
    public static Task<RunningGateway> StartAsync(
        Dictionary<string, string?> configuration, Action<IServiceCollection> replace, CancellationToken cancellationToken)
        => StartAsync(configuration, [], null, replace, cancellationToken);

    /// <summary>
    /// Starts a gateway with services of the test's in the place of its own, which writes all its log to a provider of the test's.
    /// </summary>
    public static Task<RunningGateway> StartAsync(
        Dictionary<string, string?> configuration, ILoggerProvider log, Action<IServiceCollection> replace,
            CancellationToken cancellationToken)
        => StartAsync(configuration, [log], null, replace, cancellationToken);

    private static async Task<RunningGateway> StartAsync(
        Dictionary<string, string?> configuration, ILoggerProvider[] logs, string? file, Action<IServiceCollection> replace,
            CancellationToken cancellationToken)
    {
        // A test that sets levels itself gets no others.
        var level = logs.Length > 0 ? "Trace" : "None";
        var levels = configuration.Keys.Any(key => key.StartsWith("Logging:", StringComparison.Ordinal)) ? [] : LogDefaults.Levels.Keys;
        var settings = configuration.Where(setting => setting.Value is not null).Select(setting => $"--{setting.Key}={setting.Value}");
        // Each gateway has a database of its own, which is there only if something needs it.
        var dataFolder = Path.Combine(Path.GetTempPath(), $"gateway-{Guid.NewGuid():N}");
        var app = Gateway.Program.Build(
            new GatewayEnvironment(AppContext.BaseDirectory, AppContext.BaseDirectory),
            file is null ? [] : [file],
            [
                "--Gateway:InternalUrls=http://127.0.0.1:0",
                "--Gateway:CloudRunUrls=http://127.0.0.1:0",
                "--Gateway:ShutdownDelay=00:00:00",
                .. settings,
                .. configuration.ContainsKey("Gateway:Urls") ? [] : new[] { "--Gateway:Urls=http://127.0.0.1:0" },
                .. levels.Select(category => $"--{category}={level}"),
                "--Logging:Console:LogLevel:Default=None",
            ],
            services =>
            {
                services.AddSingleton(new DataFolder(dataFolder));
                if (SharedRedis.Has(configuration.GetValueOrDefault("Gateway:Store:KeyPrefix")))
                {
                    // That Redis is never away: it is waited for, however busy the machine is.
                    services.AddSingleton(provider => new StoreGuard(
                        new FakeTimeProvider(), provider.GetRequiredService<ILogger<StoreGuard>>()));
                }

                replace(services);
            });
        foreach (var log in logs)
        {
            app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        }

        Gateway.Program.Map(app);
        app.ChooseAddresses();
        await app.StartAsync(cancellationToken);
        return new RunningGateway(app, dataFolder);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    /// <summary>Stops without the timeout that a gateway has in production: what a test left hanging is cut.</summary>
    public async ValueTask DisposeAsync()
    {
        using var cut = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(cut.Token);
        await _app.DisposeAsync();
        if (Directory.Exists(_dataFolder))
        {
            Directory.Delete(_dataFolder, recursive: true);
        }
    }
}
