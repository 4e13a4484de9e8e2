using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Metrics;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;
using WxYarpGateway.TokenService.Tokens;
using WxYarpGateway.TokenService.Tokens.Renewals;

namespace WxYarpGateway.TokenService.Tests.Replicas;

/// <summary>One process as a host composes it, with a fake clock, a scripted WeChat and, if need be, a store shared with others.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    public Replica(FakeTimeProvider clock, ScriptedWeChat weChat, SharedStore? shared = null, Action<IServiceCollection>? configure = null)
    {
        Clock = clock;
        WeChat = weChat;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        if (shared is not null)
        {
            services.AddSingleton<IExpiringStore>(provider => new GuardedStore(shared.Store, provider.GetRequiredService<StoreGuard>()));
            services.AddSingleton<ILeases>(provider => new GuardedLeases(shared.Leases, provider.GetRequiredService<StoreGuard>()));
        }

        configure?.Invoke(services);
        services.AddTokenService();
        services.AddHttpClient(WeChatApiClient.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => new Unowned(weChat));
        _provider = services.BuildServiceProvider(validateScopes: true);
        Metrics = new CollectedMetrics(_provider.GetRequiredService<IMeterFactory>());
    }

    public FakeTimeProvider Clock { get; }

    public ScriptedWeChat WeChat { get; }

    public CollectedLogs Logs { get; } = new();

    public CollectedMetrics Metrics { get; }

    public ITokenService Tokens => _provider.GetRequiredService<ITokenService>();

    public WeChatApiClient Api => _provider.GetRequiredService<WeChatApiClient>();

    public TokenSlots Slots => _provider.GetRequiredService<TokenSlots>();

    public IHostedService Worker => _provider.GetServices<IHostedService>().OfType<RenewalWorker>().Single();

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Metrics.Dispose();
        await _provider.DisposeAsync();
    }

    /// <summary>Keeps one replica's end from disposing the WeChat that another still uses.</summary>
    private sealed class Unowned(ScriptedWeChat weChat) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _weChat = new(weChat, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _weChat.SendAsync(request, cancellationToken);
    }
}
