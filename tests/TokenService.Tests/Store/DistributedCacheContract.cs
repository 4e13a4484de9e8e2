using Microsoft.Extensions.Caching.Distributed;

namespace WxYarpGateway.TokenService.Tests.Store;

/// <summary>What every cache keeps that user infos are put into.</summary>
public abstract class DistributedCacheContract
{
    private static readonly byte[] Value = [0, 255, 13, 10, 0, 42];

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_put_in_comes_out_and_what_was_not_does_not()
    {
        var cache = Create();

        await cache.SetAsync("key", Value, new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromHours(1) }, Cancelled);
        await cache.SetAsync("empty", [], new DistributedCacheEntryOptions(), Cancelled);

        Assert.Equal(Value, await cache.GetAsync("key", Cancelled));
        Assert.Empty((await cache.GetAsync("empty", Cancelled))!);
        Assert.Null(await cache.GetAsync("other", Cancelled));
    }

    [Fact]
    public async Task The_last_one_wins_with_its_own_expiration()
    {
        var cache = Create();

        await cache.SetAsync("key", [1], new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1) }, Cancelled);
        await cache.SetAsync("key", Value, new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromHours(2) }, Cancelled);
        await PassAsync(TimeSpan.FromHours(1));

        Assert.Equal(Value, await cache.GetAsync("key", Cancelled));
    }

    [Fact]
    public async Task An_entry_expires_when_its_time_is_over_and_not_before()
    {
        var cache = Create();
        await cache.SetAsync("key", Value, new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(10) }, Cancelled);

        await PassAsync(TimeSpan.FromMinutes(9));
        Assert.NotNull(await cache.GetAsync("key", Cancelled));
        await PassAsync(TimeSpan.FromMinutes(1));
        Assert.Null(await cache.GetAsync("key", Cancelled));
    }

    [Fact]
    public async Task A_sliding_entry_lives_as_long_as_it_is_used()
    {
        var cache = Create();
        await cache.SetAsync("key", Value, new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromMinutes(10) }, Cancelled);

        await PassAsync(TimeSpan.FromMinutes(9));
        Assert.NotNull(await cache.GetAsync("key", Cancelled));
        await PassAsync(TimeSpan.FromMinutes(9));
        await cache.RefreshAsync("key", Cancelled);
        await PassAsync(TimeSpan.FromMinutes(9));
        Assert.NotNull(await cache.GetAsync("key", Cancelled));
        await PassAsync(TimeSpan.FromMinutes(10));
        Assert.Null(await cache.GetAsync("key", Cancelled));
    }

    [Fact]
    public async Task A_removed_entry_is_gone()
    {
        var cache = Create();
        await cache.SetAsync("key", Value, new DistributedCacheEntryOptions(), Cancelled);

        await cache.RemoveAsync("key", Cancelled);
        await cache.RemoveAsync("other", Cancelled);

        Assert.Null(await cache.GetAsync("key", Cancelled));
    }

    private protected abstract IDistributedCache Create();

    /// <summary>Lets so much time pass, by whichever clock the cache goes.</summary>
    protected abstract Task PassAsync(TimeSpan time);
}
