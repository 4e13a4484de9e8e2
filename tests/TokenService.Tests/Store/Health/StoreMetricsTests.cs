using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Health;
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
    public async Task The_metric_and_the_health_check_say_the_same_of_a_Redis_that_freezes_stops_and_is_back()
    {
        await using var redis = await RedisServer.StartAsync(Cancelled);
        await using var replica = new Replica(new FakeTimeProvider(), new(), configure: services =>
        {
            services.AddSingleton(TimeProvider.System);
            services.Configure<StoreOptions>(options => (options.Kind, options.Redis) = (StoreKind.Redis, redis.ConnectionString));
        });
        _ = replica.Tokens;
        var watch = replica.Get<StoreWatch>();
        Assert.False(watch.State.HasAnswered);

        await SayAsync(isAvailable: true);
        await redis.FreezeAsync();
        await SayAsync(isAvailable: false);
        await redis.ThawAsync();
        await SayAsync(isAvailable: true);
        await redis.StopAsync();
        await SayAsync(isAvailable: false);
        await redis.RunAsync(Cancelled);
        await SayAsync(isAvailable: true);

        // To be asked by either is enough: nobody else asks the store here.
        async Task SayAsync(bool isAvailable)
        {
            await Eventually.HoldsAsync(() => Gauge() == (isAvailable ? 1 : 0), isAvailable ? "Redis was there" : "Redis was missed", Cancelled);
            Assert.Equal(isAvailable, watch.State.IsAvailable);
        }

        double Gauge() => replica.Metrics.Observe()["wxgateway.store.available kind=redis"];
    }
}
