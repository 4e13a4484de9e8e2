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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Redis_that_answers_but_takes_nothing_is_not_there_whatever_is_read_meanwhile(bool isReplica)
    {
        await using var redis = await RedisServer.StartAsync(Cancelled);
        using var connection = TestRedis.Connect(redis.ConnectionString, SharedRedis.NewPrefix());
        var guard = new StoreGuard(TimeProvider.System, NullLogger<StoreGuard>.Instance);
        var watch = Watch(new StoreOptions { Kind = StoreKind.Redis }, TimeProvider.System, connection, guard);
        await LookUntilAsync(watch, isAvailable: true);

        await (isReplica ? redis.DemoteAsync() : redis.FillAsync());
        await LookUntilAsync(watch, isAvailable: false);
        var since = watch.State.Since;
        await ReadAsync();

        Assert.Equal(new StoreState(IsAvailable: false, since, HasAnswered: true), watch.State);
        Assert.Contains(isReplica ? "it is a replica" : "its memory is full", watch.Problem, StringComparison.Ordinal);
        await (isReplica ? redis.PromoteAsync() : redis.MakeRoomAsync());
        await LookUntilAsync(watch, isAvailable: true);
        Assert.Null(watch.Problem);

        async Task ReadAsync()
        {
            try
            {
                await guard.AskAsync(
                    static asked => asked.RunAsync("return redis.call('GET', KEYS[1])", [asked.Key("x")], []), connection, Cancelled);
            }
            catch (StoreUnavailableException)
            {
                // The client does not ask a replica.
                Assert.True(isReplica);
            }
        }
    }

    private static Task LookUntilAsync(StoreWatch watch, bool isAvailable) => Eventually.HoldsAsync(
        async () =>
        {
            await watch.Look();
            return watch.State.IsAvailable == isAvailable;
        },
        isAvailable ? "Redis answered" : "Redis was found to be away",
        Cancelled);

    private static StoreWatch Watch(StoreOptions options, TimeProvider clock) => Watch(
        options,
        clock,
        TestRedis.Connect(options.Redis ?? "", SharedRedis.NewPrefix()),
        new StoreGuard(clock, NullLogger<StoreGuard>.Instance));

    private static StoreWatch Watch(StoreOptions options, TimeProvider clock, RedisConnection connection, StoreGuard guard)
        => new(Options.Create(options), new Lazy<RedisConnection>(connection), guard, clock);
}
