using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Metrics;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Durable;
using WxYarpGateway.TokenService.Store.Leases;
using WxYarpGateway.TokenService.Tests.Replicas;
using WxYarpGateway.TokenService.Tokens;
using WxYarpGateway.TokenService.Tokens.Renewals;

namespace WxYarpGateway.TokenService.Tests.Platforms;

/// <summary>One process with a platform: its own memory, clock and disk, the world's store, vault and WeChat.</summary>
internal sealed class PlatformReplica : IAsyncDisposable, IPlatformAccounts
{
    private readonly ServiceProvider _provider;

    public PlatformReplica(PlatformWorld world, FakeTimeProvider? clock = null, string? folder = null)
    {
        Clock = clock ?? world.Clock;
        Current = [new PlatformAccount(world.Platform, TicketPushStart.Auto)];
        var hooks = Asked = new SharedStore(world.Clock)
        {
            Error = async cancellationToken =>
            {
                Steps.Enter("store");
                if (world.Shared.Error is { } error)
                {
                    await error(cancellationToken);
                }
            },
        };
        var vault = world.Vault.Of(this);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        services.AddSingleton<IExpiringStore>(provider => new GuardedStore(
            new FailingStore(world.Shared.MemoryStore, hooks), provider.GetRequiredService<StoreGuard>()));
        services.AddSingleton<ILeases>(provider => new GuardedLeases(
            new FailingLeases(world.Shared.MemoryLeases, hooks), provider.GetRequiredService<StoreGuard>()));
        services.AddSingleton<IDurableStore>(new FailingDurableStore(world.Durable, hooks));
        services.AddSingleton<IAuthorizerVault>(vault);
        services.AddSingleton<ISpillCipher>(vault);
        services.AddSingleton<ISoleRenewer>(vault);
        services.AddSingleton<IPlatformAccounts>(this);
        services.Configure<PlatformTokenOptions>(options => options.DataFolder = folder ?? world.Folder);
        services.Configure<WeChatApiOptions>(options => options.ApiUrl = world.Simulator.Address);
        services.AddTokenService();
        services.AddHttpClient(WeChatApiClient.HttpClientName)
            .ConfigurePrimaryHttpMessageHandler(() => new Gate(Steps, new SocketsHttpHandler { UseCookies = false }));
        _provider = services.BuildServiceProvider(validateScopes: true);
        Metrics = new CollectedMetrics(_provider.GetRequiredService<IMeterFactory>());
    }

    public FakeTimeProvider Clock { get; }

    public Steps Steps { get; } = new();

    /// <summary>Gets what this replica has asked the store for.</summary>
    public SharedStore Asked { get; }

    public CollectedLogs Logs { get; } = new();

    public CollectedMetrics Metrics { get; }

    public IReadOnlyCollection<PlatformAccount> Current { get; set; }

    public ITokenService Tokens => Get<ITokenService>();

    public ComponentTickets Tickets => Get<ComponentTickets>();

    public PlatformTokenStates States => Get<PlatformTokenStates>();

    public IHostedService Worker => _provider.GetServices<IHostedService>().OfType<PlatformTokenWorker>().Single();

    public IHostedService Renewals => _provider.GetServices<IHostedService>().OfType<RenewalWorker>().Single();

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    public async ValueTask<WeChatResult<Token>> TokenAsync(Account account) =>
        await Tokens.GetAsync(account, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Metrics.Dispose();
        await _provider.DisposeAsync();
    }

    private sealed class Gate(Steps steps, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            steps.Enter(request.RequestUri!.AbsolutePath);
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class FailingDurableStore(IDurableStore store, SharedStore hooks) : IDurableStore
    {
        public ValueTask WriteAsync(string book, string name, byte[] value, CancellationToken cancellationToken) =>
            DoAsync(() => store.WriteAsync(book, name, value, cancellationToken), cancellationToken);

        public async ValueTask<byte[]?> ReadAsync(string book, string name, CancellationToken cancellationToken)
        {
            await DoAsync(() => ValueTask.CompletedTask, cancellationToken);
            return await store.ReadAsync(book, name, cancellationToken);
        }

        public async ValueTask<IReadOnlyDictionary<string, byte[]>> ReadAllAsync(string book, CancellationToken cancellationToken)
        {
            await DoAsync(() => ValueTask.CompletedTask, cancellationToken);
            return await store.ReadAllAsync(book, cancellationToken);
        }

        public ValueTask RemoveAsync(string book, string name, byte[] value, CancellationToken cancellationToken) =>
            DoAsync(() => store.RemoveAsync(book, name, value, cancellationToken), cancellationToken);

        private async ValueTask DoAsync(Func<ValueTask> call, CancellationToken cancellationToken)
        {
            try
            {
                await hooks.EnterAsync("durable", cancellationToken);
            }
            catch (Exception e)
            {
                throw new StoreUnavailableException(e.GetType().Name);
            }

            await call();
        }
    }
}
