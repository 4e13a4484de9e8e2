using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Metrics;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.WeChatApi;
using WxYarpGateway.Transforms.Messages;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Tests.Messages;

/// <summary>What a host puts around the transforms: a clock, a WeChat to call, logs and metrics.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    public TestHost()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        services.AddTokenService();
        services.AddHttpClient(WeChatApiClient.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => WeChat);
        services.AddSingleton<PushMetrics>();
        services.AddSingleton<RedeliveryMetrics>();
        _provider = services.BuildServiceProvider(validateScopes: true);
        Metrics = new CollectedMetrics(_provider.GetRequiredService<IMeterFactory>(), TransformsTelemetry.MeterName);
        PushMetrics = _provider.GetRequiredService<PushMetrics>();
        RedeliveryMetrics = _provider.GetRequiredService<RedeliveryMetrics>();
        Api = _provider.GetRequiredService<WeChatApiClient>();
    }

    public FakeTimeProvider Clock { get; } = new();

    public ScriptedWeChat WeChat { get; } = new();

    public CollectedLogs Logs { get; } = new();

    public CollectedMetrics Metrics { get; }

    public PushMetrics PushMetrics { get; }

    public RedeliveryMetrics RedeliveryMetrics { get; }

    public WeChatApiClient Api { get; }

    /// <summary>A service that may call WeChat.</summary>
    public static WeChatService Service(Action<ServiceOptions>? configure = null) => Pushes.Service(options =>
    {
        options.AppSecret = "the-secret";
        configure?.Invoke(options);
    });

    public ILogger<T> Logger<T>() => _provider.GetRequiredService<ILogger<T>>();

    public async ValueTask DisposeAsync()
    {
        Metrics.Dispose();
        await _provider.DisposeAsync();
    }
}
