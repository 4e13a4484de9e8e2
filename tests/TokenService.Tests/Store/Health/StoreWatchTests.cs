using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Health;
using WxYarpGateway.TokenService.Store.Redis;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Store.Health;

public sealed class StoreWatchTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Memory_is_always_there()
    {
        var clock = new FakeTimeProvider();
        var watch = Watch(new StoreOptions(), clock);
        var start = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromHours(1));

        await watch.Look();

        Assert.Equal(new StoreState(IsAvailable: true, start, HasAnswered: true), watch.State);
    }

    [Fact]
    public async Task Redis_is_asked_without_being_waited_for_and_told_apart()
    {
        await using var redis = await RedisServer.StartAsync(Cancelled);
        var watch = Watch(new StoreOptions { Kind = StoreKind.Redis, Redis = redis.ConnectionString }, TimeProvider.System);
        Assert.False(watch.State.HasAnswered);

        await LookUntilAsync(watch, isAvailable: true);
        var since = watch.State.Since;
        await watch.Look();
        Assert.Equal(since, watch.State.Since);

        await redis.FreezeAsync();
        var look = watch.Look();
        Assert.False(look.IsCompleted);
        Assert.Same(look, watch.Look());
        await LookUntilAsync(watch, isAvailable: false);
        Assert.True(watch.State.HasAnswered);
        Assert.True(watch.State.Since > since);

        await redis.ThawAsync();
        await LookUntilAsync(watch, isAvailable: true);
    }

    private static Task LookUntilAsync(StoreWatch watch, bool isAvailable) => Eventually.HoldsAsync(
        async () =>
        {
            await watch.Look();
            return watch.State.IsAvailable == isAvailable;
        },
        isAvailable ? "Redis answered" : "Redis was found to be away",
        Cancelled);

    private static StoreWatch Watch(StoreOptions options, TimeProvider clock) => new(
        Options.Create(options),
        new Lazy<RedisConnection>(TestRedis.Connect(options.Redis ?? "", SharedRedis.NewPrefix())),
        new StoreGuard(clock, NullLogger<StoreGuard>.Instance),
        clock);
}
