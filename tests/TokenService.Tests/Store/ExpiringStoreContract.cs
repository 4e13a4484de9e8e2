using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Tests.Store;

/// <summary>What every kind of store promises, together with the leases that go with it.</summary>
public abstract class ExpiringStoreContract
{
    private static readonly string Key = "v1:wx1:access_token:stable:00000000";
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(15);
    private static readonly StoredValue Token = StoredValue.OfText("TOKEN", TimeSpan.FromSeconds(7200));
    private static readonly StoreQuota Quota = new(Limit: 15, Window: TimeSpan.FromDays(1), Interval: TimeSpan.FromSeconds(30));
    private static readonly byte[] Bytes = [0, 255, 13, 10, 42];
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_value_that_was_never_written_is_not_there()
    {
        var (store, _) = Create();

        Assert.Null(await store.GetAsync(Key, Cancelled));
    }

    [Fact]
    public async Task A_value_comes_back_with_what_is_left_of_its_life()
    {
        var (store, leases) = Create();
        var token = StoredValue.OfText(new string('t', 1024) + "é中", TimeSpan.FromSeconds(7200));

        Assert.True(await store.ReplaceAsync(await AcquireAsync(leases), token, Cancelled));
        await PassAsync(TimeSpan.FromSeconds(200));

        var stored = await store.GetAsync(Key, Cancelled);
        Assert.Equal(token.Text, stored?.Text);
        Assert.InRange(stored!.Remaining, TimeSpan.FromSeconds(6995), TimeSpan.FromSeconds(7000));
    }

    [Fact]
    public async Task A_value_is_gone_when_its_life_is_over()
    {
        var (store, leases) = Create();
        await store.ReplaceAsync(await AcquireAsync(leases), Token with { Remaining = TimeSpan.FromSeconds(5) }, Cancelled);

        await PassAsync(TimeSpan.FromSeconds(5));

        Assert.Null(await store.GetAsync(Key, Cancelled));
    }

    [Fact]
    public async Task Values_of_different_keys_do_not_meet()
    {
        var (store, leases) = Create();
        await store.ReplaceAsync(await AcquireAsync(leases), Token, Cancelled);

        Assert.Null(await store.GetAsync("v1:wx1:access_token:stable:11111111", Cancelled));
    }

    [Fact]
    public async Task An_owner_that_lost_its_lease_cannot_write()
    {
        var (store, leases) = Create();
        var changes = new List<StoreChange>();
        store.Changed += change => Add(changes, change);
        await UntilHeardAsync();
        var paused = await AcquireAsync(leases);
        await PassAsync(LeaseDuration);
        Assert.False(await store.ReplaceAsync(paused, Token, Cancelled));

        var next = await AcquireAsync(leases);
        Assert.True(await store.ReplaceAsync(next, StoredValue.OfText("NEXT", Token.Remaining), Cancelled));
        Assert.False(await store.ReplaceAsync(paused, Token, Cancelled));
        await leases.ReleaseAsync(next, Cancelled);
        Assert.False(await store.ReplaceAsync(next, Token, Cancelled));
        Assert.Equal("NEXT", (await store.GetAsync(Key, Cancelled))?.Text);

        // News come in order: with the last, all are in.
        Assert.True(await store.ReplaceAsync(await AcquireAsync(leases), StoredValue.OfText("LAST", Token.Remaining), Cancelled));
        await Eventually.HoldsAsync(() => CountOf(changes) >= 2, "the writes were told", Cancelled);
        Assert.Equal(
            [StoreChange.FingerprintOf("NEXT"u8), StoreChange.FingerprintOf("LAST"u8)], changes.Select(change => change.Fingerprint));
    }

    [Fact]
    public async Task A_replacement_is_told_without_the_value()
    {
        var (store, leases) = Create();
        var changes = new List<StoreChange>();
        store.Changed += change => Add(changes, change);
        await UntilHeardAsync();

        await store.ReplaceAsync(await AcquireAsync(leases), Token, Cancelled);

        await Eventually.HoldsAsync(() => CountOf(changes) == 1, "the write was told", Cancelled);
        Assert.Equal(new StoreChange(Key, StoreChange.FingerprintOf("TOKEN"u8)), changes[0]);
        Assert.DoesNotContain("TOKEN", changes[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uses_of_a_quota_are_an_interval_apart()
    {
        var (store, _) = Create();
        const string Key = "v1:wx0123456789abcdef:forced";

        Assert.Equal(TimeSpan.Zero, await store.TakeAsync(Key, Quota, Cancelled));
        await PassAsync(TimeSpan.FromSeconds(20));
        Assert.InRange(await store.TakeAsync(Key, Quota, Cancelled), TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.Zero, await store.TakeAsync("v1:another:forced", Quota, Cancelled));
        await PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.Zero, await store.TakeAsync(Key, Quota, Cancelled));
    }

    [Fact]
    public async Task No_more_uses_than_the_limit_are_allowed_in_any_window()
    {
        var (store, _) = Create();
        const string Key = "v1:wx0123456789abcdef:forced";
        for (var i = 0; i < 15; i++)
        {
            Assert.Equal(TimeSpan.Zero, await store.TakeAsync(Key, Quota, Cancelled));
            await PassAsync(TimeSpan.FromHours(1));
        }

        Assert.InRange(await store.TakeAsync(Key, Quota, Cancelled), TimeSpan.FromHours(8.99), TimeSpan.FromHours(9));
        await PassAsync(TimeSpan.FromHours(9));
        Assert.Equal(TimeSpan.Zero, await store.TakeAsync(Key, Quota, Cancelled));
        Assert.InRange(await store.TakeAsync(Key, Quota, Cancelled), TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Of_many_uses_at_once_one_is_allowed()
    {
        var (store, _) = Create();

        var waits = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await store.TakeAsync("v1:wx:forced", Quota, Cancelled))));

        Assert.Single(waits, TimeSpan.Zero);
    }

    [Fact]
    public async Task A_value_that_was_set_is_there_byte_for_byte_and_nowhere_else()
    {
        var (store, _) = Create();

        await store.SetAsync("a", new StoredValue(Bytes, Life), Cancelled);

        Assert.Equal(Bytes, (await store.GetAsync("a", Cancelled))?.Value);
        Assert.Null(await store.GetAsync("b", Cancelled));
        Assert.Null(await store.GetAsync("A", Cancelled));
    }

    [Fact]
    public async Task A_value_that_was_set_or_added_expires_in_time_and_not_before()
    {
        var (store, _) = Create();
        await store.SetAsync("a", new StoredValue(Bytes, Life), Cancelled);
        await store.AddAsync("b", new StoredValue(Bytes, Life), Cancelled);

        await PassAsync(Life - TimeSpan.FromSeconds(1));
        Assert.NotNull(await store.GetAsync("a", Cancelled));
        Assert.NotNull(await store.GetAsync("b", Cancelled));
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Null(await store.GetAsync("a", Cancelled));
        Assert.Null(await store.GetAsync("b", Cancelled));
        Assert.Equal([1], await store.AddAsync("b", new StoredValue(new byte[] { 1 }, Life), Cancelled));
    }

    [Fact]
    public async Task Setting_replaces_a_value_and_starts_a_new_life()
    {
        var (store, _) = Create();
        await store.SetAsync("a", new StoredValue(new byte[] { 1 }, Life), Cancelled);
        await PassAsync(TimeSpan.FromMinutes(4));

        await store.SetAsync("a", new StoredValue(Bytes, Life), Cancelled);
        await PassAsync(TimeSpan.FromMinutes(4));

        Assert.Equal(Bytes, (await store.GetAsync("a", Cancelled))?.Value);
    }

    [Fact]
    public async Task Adding_replaces_nothing_and_prolongs_nothing()
    {
        var (store, _) = Create();

        Assert.Equal(Bytes, await store.AddAsync("a", new StoredValue(Bytes, Life), Cancelled));
        await PassAsync(TimeSpan.FromMinutes(4));
        Assert.Equal(Bytes, await store.AddAsync("a", new StoredValue(new byte[] { 1 }, Life), Cancelled));
        await PassAsync(TimeSpan.FromMinutes(1));

        Assert.Null(await store.GetAsync("a", Cancelled));
    }

    [Fact]
    public async Task Of_many_who_add_at_once_all_get_the_same()
    {
        var (store, _) = Create();

        var kept = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            number => Task.Run(async () => await store.AddAsync("a", new StoredValue([(byte)number], Life), Cancelled))));

        Assert.Single(kept.Select(value => value[0]).Distinct());
    }

    [Fact]
    public async Task A_published_value_ends_the_lease_so_that_its_owner_overwrites_nothing()
    {
        var (store, leases) = Create();
        var changes = new List<StoreChange>();
        store.Changed += change => Add(changes, change);
        await UntilHeardAsync();
        var renewing = await AcquireAsync(leases);

        await store.PublishAsync(Key, StoredValue.OfText("NEW", Token.Remaining), Cancelled);

        Assert.False(await store.ReplaceAsync(renewing, Token, Cancelled));
        await leases.ReleaseAsync(renewing, Cancelled);
        Assert.Equal("NEW", (await store.GetAsync(Key, Cancelled))?.Text);
        await AcquireAsync(leases);
        await Eventually.HoldsAsync(() => CountOf(changes) == 1, "the value was told", Cancelled);
        Assert.Equal(new StoreChange(Key, StoreChange.FingerprintOf("NEW"u8)), changes[0]);
    }

    [Fact]
    public async Task A_removed_value_ends_the_lease_and_is_told()
    {
        var (store, leases) = Create();
        var changes = new List<StoreChange>();
        store.Changed += change => Add(changes, change);
        await UntilHeardAsync();
        await store.ReplaceAsync(await AcquireAsync(leases), Token, Cancelled);

        await store.RemoveAsync(Key, Cancelled);

        Assert.Null(await store.GetAsync(Key, Cancelled));
        Assert.False(await store.ReplaceAsync(new Lease(Key, "nobody"), Token, Cancelled));
        await AcquireAsync(leases);
        await store.RemoveAsync("v1:never-there", Cancelled);
        await Eventually.HoldsAsync(() => CountOf(changes) == 3, "the removals were told", Cancelled);
        Assert.Equal([false, true, true], changes.Select(change => change.IsRemoval));
        Assert.Equal([Key, Key, "v1:never-there"], changes.Select(change => change.Key));
    }

    private protected abstract (IExpiringStore Store, ILeases Leases) Create();

    /// <summary>Lets so much time pass, by whichever clock the store goes.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    /// <summary>Returns once the store hears of writes.</summary>
    protected virtual Task UntilHeardAsync() => Task.CompletedTask;

    private static async Task<Lease> AcquireAsync(ILeases leases)
    {
        var lease = await leases.TryAcquireAsync(Key, LeaseDuration, Cancelled);
        Assert.NotNull(lease);
        return lease;
    }

    private static void Add(List<StoreChange> changes, StoreChange change)
    {
        lock (changes)
        {
            changes.Add(change);
        }
    }

    private static int CountOf(List<StoreChange> changes)
    {
        lock (changes)
        {
            return changes.Count;
        }
    }
}
