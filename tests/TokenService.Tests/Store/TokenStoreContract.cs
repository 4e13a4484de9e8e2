using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Store;

/// <summary>What every kind of token store keeps, together with the leases that go with it.</summary>
public abstract class TokenStoreContract
{
    private static readonly TokenKey Key = new("v1:wx1:access_token:stable:00000000");
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(15);
    private static readonly StoredToken Token = new("TOKEN", TimeSpan.FromSeconds(7200));

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_that_was_never_written_is_not_there()
    {
        var (store, _) = Create();

        Assert.Null(await store.GetAsync(Key, Cancelled));
    }

    [Fact]
    public async Task A_token_comes_back_with_what_is_left_of_its_life()
    {
        var (store, leases) = Create();
        var token = new StoredToken(new string('t', 1024) + "é中", TimeSpan.FromSeconds(7200));

        Assert.True(await store.SetAsync(await AcquireAsync(leases), token, Cancelled));
        await PassAsync(TimeSpan.FromSeconds(200));

        var stored = await store.GetAsync(Key, Cancelled);
        Assert.Equal(token.Value, stored?.Value);
        Assert.InRange(stored!.Remaining, TimeSpan.FromSeconds(6995), TimeSpan.FromSeconds(7000));
    }

    [Fact]
    public async Task A_token_is_gone_when_its_life_is_over()
    {
        var (store, leases) = Create();
        await store.SetAsync(await AcquireAsync(leases), Token with { Remaining = TimeSpan.FromSeconds(5) }, Cancelled);

        await PassAsync(TimeSpan.FromSeconds(5));

        Assert.Null(await store.GetAsync(Key, Cancelled));
    }

    [Fact]
    public async Task Tokens_of_different_keys_do_not_meet()
    {
        var (store, leases) = Create();
        await store.SetAsync(await AcquireAsync(leases), Token, Cancelled);

        Assert.Null(await store.GetAsync(new TokenKey("v1:wx1:access_token:stable:11111111"), Cancelled));
    }

    [Fact]
    public async Task An_owner_that_lost_its_lease_cannot_write()
    {
        var (store, leases) = Create();
        var changes = new List<TokenChange>();
        store.Changed += change => Add(changes, change);
        await UntilHeardAsync();
        var paused = await AcquireAsync(leases);
        await PassAsync(LeaseDuration);
        Assert.False(await store.SetAsync(paused, Token, Cancelled));

        var next = await AcquireAsync(leases);
        Assert.True(await store.SetAsync(next, Token with { Value = "NEXT" }, Cancelled));
        Assert.False(await store.SetAsync(paused, Token, Cancelled));
        await leases.ReleaseAsync(next, Cancelled);
        Assert.False(await store.SetAsync(next, Token, Cancelled));
        Assert.Equal("NEXT", (await store.GetAsync(Key, Cancelled))?.Value);

        // News come in order: with the last, all are in.
        Assert.True(await store.SetAsync(await AcquireAsync(leases), Token with { Value = "LAST" }, Cancelled));
        await Eventually.HoldsAsync(() => CountOf(changes) >= 2, "the writes were told", Cancelled);
        Assert.Equal([TokenChange.FingerprintOf("NEXT"), TokenChange.FingerprintOf("LAST")], changes.Select(change => change.Fingerprint));
    }

    [Fact]
    public async Task A_write_is_told_without_the_token()
    {
        var (store, leases) = Create();
        var changes = new List<TokenChange>();
        store.Changed += change => Add(changes, change);
        await UntilHeardAsync();

        await store.SetAsync(await AcquireAsync(leases), Token, Cancelled);

        await Eventually.HoldsAsync(() => CountOf(changes) == 1, "the write was told", Cancelled);
        Assert.Equal(new TokenChange(Key, TokenChange.FingerprintOf("TOKEN")), changes[0]);
        Assert.DoesNotContain("TOKEN", changes[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forced_renewals_are_thirty_seconds_apart()
    {
        var (store, _) = Create();
        var appId = Some.AppId();

        Assert.Equal(TimeSpan.Zero, await store.TakeForcedRenewalAsync(appId, Cancelled));
        await PassAsync(TimeSpan.FromSeconds(20));
        Assert.InRange(await store.TakeForcedRenewalAsync(appId, Cancelled), TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.Zero, await store.TakeForcedRenewalAsync(Some.AppId("another"), Cancelled));
        await PassAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.Zero, await store.TakeForcedRenewalAsync(appId, Cancelled));
    }

    [Fact]
    public async Task Fifteen_forced_renewals_are_allowed_in_any_day()
    {
        var (store, _) = Create();
        var appId = Some.AppId();
        for (var i = 0; i < 15; i++)
        {
            Assert.Equal(TimeSpan.Zero, await store.TakeForcedRenewalAsync(appId, Cancelled));
            await PassAsync(TimeSpan.FromHours(1));
        }

        Assert.InRange(await store.TakeForcedRenewalAsync(appId, Cancelled), TimeSpan.FromHours(8.99), TimeSpan.FromHours(9));
        await PassAsync(TimeSpan.FromHours(9));
        Assert.Equal(TimeSpan.Zero, await store.TakeForcedRenewalAsync(appId, Cancelled));
        Assert.InRange(await store.TakeForcedRenewalAsync(appId, Cancelled), TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Of_many_forced_renewals_at_once_one_is_allowed()
    {
        var (store, _) = Create();

        var waits = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await store.TakeForcedRenewalAsync(Some.AppId(), Cancelled))));

        Assert.Single(waits, TimeSpan.Zero);
    }

    private protected abstract (ITokenStore Store, ILeases Leases) Create();

    /// <summary>Lets so much time pass, by whichever clock the store goes.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    /// <summary>Returns once the store hears of writes.</summary>
    protected virtual Task UntilHeardAsync() => Task.CompletedTask;

    private static async Task<Lease> AcquireAsync(ILeases leases)
    {
        var lease = await leases.TryAcquireAsync(Key.Value, LeaseDuration, Cancelled);
        Assert.NotNull(lease);
        return lease;
    }

    private static void Add(List<TokenChange> changes, TokenChange change)
    {
        lock (changes)
        {
            changes.Add(change);
        }
    }

    private static int CountOf(List<TokenChange> changes)
    {
        lock (changes)
        {
            return changes.Count;
        }
    }
}
