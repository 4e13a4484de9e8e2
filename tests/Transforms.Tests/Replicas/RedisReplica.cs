using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Redis;
using WxYarpGateway.TokenService.Tokens;
using WxYarpGateway.Transforms.Deduplication.Redis;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.Redelivery.Redis;

namespace WxYarpGateway.Transforms.Tests.Replicas;

/// <summary>
/// What one process keeps in Redis. The ledger's deadlines go by a fake clock unless a test wants the real one; Redis goes by the real
/// one, and so does the guard unless the Redis is the one that is never away.
/// </summary>
internal sealed class RedisReplica : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    public RedisReplica(string connectionString, string prefix, ScriptedWeChat? weChat = null, bool isInRealTime = false)
        : this(connectionString, prefix, weChat, isInRealTime, TimeProvider.System)
    {
    }

    /// <summary>Makes a replica over the Redis that is never away: it is waited for, however busy the machine is.</summary>
    public RedisReplica(SharedRedis redis, string prefix)
        : this(redis.ConnectionString, prefix, weChat: null, isInRealTime: false, clockOfGuard: new FakeTimeProvider())
    {
    }

    private RedisReplica(string connectionString, string prefix, ScriptedWeChat? weChat, bool isInRealTime, TimeProvider clockOfGuard)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(provider => new StoreGuard(clockOfGuard, provider.GetRequiredService<ILogger<StoreGuard>>()));
        services.Configure<StoreOptions>(
            options => (options.Kind, options.Redis, options.KeyPrefix) = (StoreKind.Redis, connectionString, prefix));
        services.AddTokenService();
        services.AddHttpClient(WeChatApiClient.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => weChat ?? new ScriptedWeChat());
        _provider = services.BuildServiceProvider(validateScopes: true);
        Connection = _provider.GetRequiredService<RedisConnection>();
        Guard = _provider.GetRequiredService<StoreGuard>();
        Access = _provider.GetRequiredService<RedisAccess>();
        Ledger = new RedisLedger(Access, isInRealTime ? TimeProvider.System : Clock);
        Queue = new RedisRedeliveryQueue(Access);
        Kept = new RedisKeptReplies(Access);
        Cache = new GuardedCache(Connection, Guard);
    }

    public FakeTimeProvider Clock { get; } = new();

    public RedisConnection Connection { get; }

    public RedisAccess Access { get; }

    public StoreGuard Guard { get; }

    public RedisLedger Ledger { get; }

    public RedisRedeliveryQueue Queue { get; }

    public RedisKeptReplies Kept { get; }

    public GuardedCache Cache { get; }

    /// <summary>Gets the tokens, which are asked of the scripted WeChat.</summary>
    public ITokenService Tokens => _provider.GetRequiredService<ITokenService>();

    public static Account Account(string appId)
    {
        Assert.True(AppId.TryParse(appId, out var id));
        Assert.True(AppSecret.TryParse("5ecre7-of-the-shop-0123456789abc", out var secret));
        return new Account("shop", ServiceKind.OfficialAccount, id, secret, TokenEndpoint.Stable);
    }

    public async ValueTask DisposeAsync()
    {
        Ledger.Dispose();
        await _provider.DisposeAsync();
    }
}
