using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Metrics;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Deadlines;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Tests.Pipeline;

/// <summary>The host of the transforms in tests: a clock, a fake WeChat, logs and metrics.</summary>
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
        var metrics = new KeptReplyMetrics(_provider.GetRequiredService<IMeterFactory>());
        Deadlines = new DeadlineClock(Clock, new SchedulingDelay(Clock, Meters));
        Keeper = new ReplyKeeper(Kept, Kept, Ways, metrics, Deadlines, Clock, Logger<ReplyKeeper>());
    }

    public FakeTimeProvider Clock { get; } = new();

    public ScriptedWeChat WeChat { get; } = new();

    public CollectedLogs Logs { get; } = new();

    public IMeterFactory Meters { get; }

    public CollectedMetrics Metrics { get; }

    public PushMetrics PushMetrics { get; }

    public RedeliveryMetrics RedeliveryMetrics { get; }

    public WeChatApiClient Api { get; }

    /// <summary>Gets the replies kept for users' next messages.</summary>
    public MemoryKeptReplies Kept { get; }

    public DeadlineClock Deadlines { get; }

    public ReplyKeeper Keeper { get; }

    public LateWays Ways { get; }

    /// <summary>Returns a service with an AppSecret.</summary>
    public static WeChatService Service(Action<ServiceOptions>? configure = null) => Pushes.Service(options =>
    {
        options.AppSecret = "the-secret";
        configure?.Invoke(options);
    });

    /// <summary>Returns the sender of late replies. The test disposes it.</summary>
    public LateReplySender LateReplySender(TimeProvider? clock = null)
        => new(
            Delivery(),
            Ways,
            Keeper,
            new TypingIndicator(Api, clock ?? Clock, Logger<TypingIndicator>()),
            PushMetrics,
            clock ?? Clock,
            Logger<LateReplySender>());

    /// <summary>Returns the delivery of replies by the customer-service API.</summary>
    public ReplyDelivery Delivery() => new(Api, Ways, Keeper, PushMetrics, Logger<ReplyDelivery>());

    public ILogger<T> Logger<T>() => _provider.GetRequiredService<ILogger<T>>();

    public async ValueTask DisposeAsync()
    {
        Keeper.Dispose();
        Deadlines.Dispose();
        Metrics.Dispose();
        await _provider.DisposeAsync();
    }
}
