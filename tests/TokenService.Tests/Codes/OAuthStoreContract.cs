using WxYarpGateway.TokenService.Codes;

namespace WxYarpGateway.TokenService.Tests.Codes;

/// <summary>What every store of codes and states keeps.</summary>
public abstract class OAuthStoreContract
{
    private static readonly byte[] Value = [0, 255, 13, 10, 42];
    private static readonly byte[] Other = [1];
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_put_there_lies_there_byte_for_byte_and_nowhere_else()
    {
        var store = Create();

        await store.SetAsync("a", Value, Life, Cancelled);

        Assert.Equal(Value, await store.GetAsync("a", Cancelled));
        Assert.Null(await store.GetAsync("b", Cancelled));
        Assert.Null(await store.GetAsync("A", Cancelled));
    }

    [Fact]
    public async Task It_ends_when_its_time_is_over_and_not_before()
    {
        var store = Create();
        await store.SetAsync("a", Value, Life, Cancelled);
        await store.AddAsync("b", Value, Life, Cancelled);

        await PassAsync(Life - TimeSpan.FromSeconds(1));
        Assert.NotNull(await store.GetAsync("a", Cancelled));
        Assert.NotNull(await store.GetAsync("b", Cancelled));
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Null(await store.GetAsync("a", Cancelled));
        Assert.Null(await store.GetAsync("b", Cancelled));
        Assert.Equal(Other, await store.AddAsync("b", Other, Life, Cancelled));
    }

    [Fact]
    public async Task Setting_replaces_and_begins_a_new_life()
    {
        var store = Create();
        await store.SetAsync("a", Other, Life, Cancelled);
        await PassAsync(TimeSpan.FromMinutes(4));

        await store.SetAsync("a", Value, Life, Cancelled);
        await PassAsync(TimeSpan.FromMinutes(4));

        Assert.Equal(Value, await store.GetAsync("a", Cancelled));
    }

    [Fact]
    public async Task Adding_replaces_nothing_and_prolongs_nothing()
    {
        var store = Create();

        Assert.Equal(Value, await store.AddAsync("a", Value, Life, Cancelled));
        await PassAsync(TimeSpan.FromMinutes(4));
        Assert.Equal(Value, await store.AddAsync("a", Other, Life, Cancelled));
        await PassAsync(TimeSpan.FromMinutes(1));

        Assert.Null(await store.GetAsync("a", Cancelled));
    }

    [Fact]
    public async Task Of_many_who_add_at_once_all_get_the_same()
    {
        var store = Create();

        var kept = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Task.Run(async () => await store.AddAsync("a", [(byte)number], Life, Cancelled))));

        Assert.Single(kept.Select(value => value[0]).Distinct());
    }

    private protected abstract IOAuthStore Create();

    /// <summary>Lets so much time pass, by whichever clock the store goes.</summary>
    protected abstract Task PassAsync(TimeSpan time);
}
