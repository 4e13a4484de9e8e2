using WxYarpGateway.TokenService.Store.Durable;

namespace WxYarpGateway.TokenService.Tests.Store.Durable;

/// <summary>What every kind of store promises of values that do not expire.</summary>
public abstract class DurableStoreContract
{
    private static readonly byte[] Bytes = [0, 255, 13, 10, 42];

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_never_written_is_not_there()
    {
        var store = Create();

        Assert.Null(await store.ReadAsync("book", "a", Cancelled));
        Assert.Empty(await store.ReadAllAsync("book", Cancelled));
        await store.RemoveAsync("book", "a", Bytes, Cancelled);
    }

    [Fact]
    public async Task Values_come_back_as_they_were_written_by_name_and_all_together()
    {
        var store = Create();
        await store.WriteAsync("book", "a", [1], Cancelled);
        await store.WriteAsync("book", "a", Bytes, Cancelled);
        await store.WriteAsync("book", "wx1/wx2", [2], Cancelled);
        await store.WriteAsync("other", "a", [3], Cancelled);

        Assert.Equal(Bytes, await store.ReadAsync("book", "a", Cancelled));
        var all = await store.ReadAllAsync("book", Cancelled);
        Assert.Equal(["a", "wx1/wx2"], all.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Bytes, all["a"]);
    }

    [Fact]
    public async Task A_value_is_removed_only_as_the_one_it_is()
    {
        var store = Create();
        await store.WriteAsync("book", "a", [1], Cancelled);

        await store.RemoveAsync("book", "a", [2], Cancelled);
        Assert.Equal([1], await store.ReadAsync("book", "a", Cancelled));
        await store.RemoveAsync("book", "a", [1], Cancelled);
        Assert.Null(await store.ReadAsync("book", "a", Cancelled));
    }

    private protected abstract IDurableStore Create();
}
