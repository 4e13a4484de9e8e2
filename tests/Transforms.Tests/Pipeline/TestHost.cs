using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Metrics;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Tests.Pipeline;

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
        Meters = _provider.GetRequiredService<IMeterFactory>();
        Metrics = new CollectedMetrics(Meters, TransformsTelemetry.MeterName);
        PushMetrics = _provider.GetRequiredService<PushMetrics>();
        RedeliveryMetrics = _provider.GetRequiredService<RedeliveryMetrics>();
        Api = _provider.GetRequiredService<WeChatApiClient>();
        Kept = new MemoryKeptReplies(Clock);
        Ways = new LateWays(Clock, Logger<LateWays>());
        Keeper = new ReplyKeeper(Kept, Kept, Ways, new KeptReplyMetrics(_provider.GetRequiredService<IMeterFactory>()), Clock, Logger<ReplyKeeper>());
    }

    public FakeTimeProvider Clock { get; } = new();

    public ScriptedWeChat WeChat { get; } = new();

    public CollectedLogs Logs { get; } = new();

    public IMeterFactory Meters { get; }

    public CollectedMetrics Metrics { get; }

    public PushMetrics PushMetrics { get; }

    public RedeliveryMetrics RedeliveryMetrics { get; }

    public WeChatApiClient Api { get; }

    /// <summary>Gets the replies that wait for users' next messages.</summary>
    public MemoryKeptReplies Kept { get; }

    public ReplyKeeper Keeper { get; }

    public LateWays Ways { get; }

    /// <summary>A service that may call WeChat.</summary>
    public static WeChatService Service(Action<ServiceOptions>? configure = null) => Pushes.Service(options =>
    {
        options.AppSecret = "the-secret";
        configure?.Invoke(options);
    });

    /// <summary>What follows messages past their deadline; the test disposes of it.</summary>
    public LateReplySender LateReplySender(TimeProvider? clock = null)
        => new(Delivery(), Ways, Keeper, new TypingIndicator(Api, clock ?? Clock, Logger<TypingIndicator>()), PushMetrics, clock ?? Clock, Logger<LateReplySender>());

    /// <summary>What sends replies outside a push's response.</summary>
    public ReplyDelivery Delivery() => new(Api, Ways, Keeper, PushMetrics, Logger<ReplyDelivery>());

    public ILogger<T> Logger<T>() => _provider.GetRequiredService<ILogger<T>>();

    public async ValueTask DisposeAsync()
    {
        Keeper.Dispose();
        Metrics.Dispose();
        await _provider.DisposeAsync();
    }
}
