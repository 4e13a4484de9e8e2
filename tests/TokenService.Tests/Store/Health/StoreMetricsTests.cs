using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WxYarpGateway.Testing.Metrics;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Health;
using WxYarpGateway.TokenService.Store.Redis;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Store.Health;

public sealed class StoreMetricsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_in_the_process_is_always_available()
    {
        await using var replica = new Replica(new FakeTimeProvider(), new());
        _ = replica.Tokens;

        Assert.Equal(1, replica.Metrics.Observe()["wxgateway.store.available kind=memory"]);
    }

    [Fact]
    public async Task A_frozen_Redis_shows_and_so_does_one_that_is_back()
    {
        await using var redis = await RedisServer.StartAsync(Cancelled);
        using var provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = provider.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();
        using var metrics = new CollectedMetrics(meters);
        var options = Options.Create(new StoreOptions { Kind = StoreKind.Redis, Redis = redis.ConnectionString });
        using var connection = new RedisConnection(options, TimeProvider.System, NullLogger<RedisConnection>.Instance);
        var guard = new StoreGuard(TimeProvider.System, NullLogger<StoreGuard>.Instance);
        var state = new StoreMetrics(options, guard, connection, meters);
        Assert.Equal(0, metrics.Observe()["wxgateway.store.available kind=redis"]);

        await AskAsync(guard, connection);
        Assert.True(state.IsAvailable);
        Assert.Equal(1, metrics.Observe()["wxgateway.store.available kind=redis"]);

        await redis.FreezeAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AskAsync(guard, connection));
        Assert.Equal(0, metrics.Observe()["wxgateway.store.available kind=redis"]);

        await redis.ThawAsync();
        await Eventually.HoldsAsync(
            async () =>
            {
                await ((Task)AskAsync(guard, connection)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return state.IsAvailable;
            },
            "Redis was back",
            Cancelled);
        Assert.Equal(1, metrics.Observe()["wxgateway.store.available kind=redis"]);
    }

    private static Task<StackExchange.Redis.RedisResult> AskAsync(StoreGuard guard, RedisConnection connection)
        => guard.AskAsync(static (redis, _) => new ValueTask<StackExchange.Redis.RedisResult>(redis.RunAsync("return 1", [], [])), connection, Cancelled).AsTask();
}
