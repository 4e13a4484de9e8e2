using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Redis;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Store.Redis;

public sealed class GuardedCacheTests(SharedRedis redis) : DistributedCacheContract, IDisposable
{
    private readonly TestRedis _redis = new(redis);

    public void Dispose() => _redis.Dispose();

    [Fact]
    public async Task The_connection_outlives_the_cache()
    {
        await using (var provider = new ServiceCollection().AddSingleton(_redis.Connection).AddSingleton(
            new StoreGuard(TimeProvider.System, NullLogger<StoreGuard>.Instance)).AddSingleton<GuardedCache>().BuildServiceProvider())
        {
            await provider.GetRequiredService<GuardedCache>().SetAsync("key", [1], new DistributedCacheEntryOptions(), Cancelled);
        }

        Assert.True(await _redis.Connection.PingAsync());
        Assert.Equal([1], await Create().GetAsync("key", Cancelled));
    }

    [Fact]
    public async Task An_entry_lies_under_the_prefix_with_what_its_life_needs()
    {
        var until = DateTimeOffset.UtcNow.AddMinutes(30);
        await Create().SetAsync("key", [1, 2],
            new DistributedCacheEntryOptions { AbsoluteExpiration = until, SlidingExpiration = TimeSpan.FromHours(1) }, Cancelled);

        var entry = (RedisValue[])(await redis.Database.ScriptEvaluateAsync(
            "return redis.call('HMGET', KEYS[1], 'absexp', 'sldexp', 'data')", [_redis.Prefix + "v1:cache:key"], []))!;
        Assert.Equal(until.UtcTicks, (long)entry[0]);
        Assert.Equal(TimeSpan.FromHours(1).Ticks, (long)entry[1]);
        Assert.Equal([1, 2], (byte[])entry[2]!);
    }

    [Fact]
    public async Task Use_lengthens_no_life_beyond_its_absolute_end()
    {
        var cache = Create();
        await cache.SetAsync("key", [1], new DistributedCacheEntryOptions
        {
            AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(30),
            SlidingExpiration = TimeSpan.FromMinutes(20)
        }, Cancelled);
        Assert.InRange(await LeftAsync(), TimeSpan.FromMinutes(19), TimeSpan.FromMinutes(20));

        await cache.SetAsync("key", [1], new DistributedCacheEntryOptions
        {
            AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(10),
            SlidingExpiration = TimeSpan.FromMinutes(20)
        }, Cancelled);
        await cache.GetAsync("key", Cancelled);

        Assert.InRange(await LeftAsync(), TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task The_synchronous_members_do_the_same()
    {
        var cache = Create();
        Assert.Null(await cache.GetAsync("key", Cancelled));

        cache.Set("key", [1, 2], new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromHours(1) });
        cache.Refresh("key");
        Assert.Equal([1, 2], cache.Get("key"));
        cache.Remove("key");
        Assert.Null(cache.Get("key"));
    }

    private protected override IDistributedCache Create() =>
        new GuardedCache(_redis.Connection, new StoreGuard(TimeProvider.System, NullLogger<StoreGuard>.Instance));

    protected override Task PassAsync(TimeSpan time) => _redis.PassAsync(time);

    private async Task<TimeSpan> LeftAsync() =>
        TimeSpan.FromMilliseconds(
            (long)await redis.Database.ScriptEvaluateAsync("return redis.call('PTTL', KEYS[1])", [_redis.Prefix + "v1:cache:key"], []));
}
