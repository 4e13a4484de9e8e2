using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Tests.Store.Leases;

/// <summary>What every kind of lease keeps.</summary>
public abstract class LeaseContract
{
    private const string Key = "v1:wx1:access_token:stable:00000000";
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_one_of_many_gets_the_lease()
    {
        var leases = Create();

        var granted = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await leases.TryAcquireAsync(Key, Duration, Cancelled))));

        Assert.Single(granted, lease => lease is not null);
    }

    [Fact]
    public async Task Leases_on_different_things_do_not_meet()
    {
        var leases = Create();

        Assert.NotNull(await leases.TryAcquireAsync(Key, Duration, Cancelled));
        Assert.NotNull(await leases.TryAcquireAsync("v1:wx2:access_token:stable:00000000", Duration, Cancelled));
    }

    [Fact]
    public async Task A_lease_given_back_can_be_taken_at_once()
    {
        var leases = Create();
        var first = await leases.TryAcquireAsync(Key, Duration, Cancelled);

        await leases.ReleaseAsync(first!, Cancelled);

        var second = await leases.TryAcquireAsync(Key, Duration, Cancelled);
        Assert.NotNull(second);
        Assert.NotEqual(first!.Owner, second.Owner);
    }

    [Fact]
    public async Task A_lease_ends_by_itself_and_not_before()
    {
        var leases = Create();
        await leases.TryAcquireAsync(Key, Duration, Cancelled);

        await PassAsync(Duration - TimeSpan.FromSeconds(1));
        Assert.Null(await leases.TryAcquireAsync(Key, Duration, Cancelled));
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.NotNull(await leases.TryAcquireAsync(Key, Duration, Cancelled));
    }

    [Fact]
    public async Task An_owner_whose_lease_ended_cannot_give_back_the_next_owners()
    {
        var leases = Create();
        var late = await leases.TryAcquireAsync(Key, Duration, Cancelled);
        await PassAsync(Duration);
        await leases.TryAcquireAsync(Key, Duration, Cancelled);

        await leases.ReleaseAsync(late!, Cancelled);
        await leases.ReleaseAsync(late!, Cancelled);

        Assert.Null(await leases.TryAcquireAsync(Key, Duration, Cancelled));
    }

    private protected abstract ILeases Create();

    /// <summary>Lets so much time pass, by whichever clock the leases go.</summary>
    protected abstract Task PassAsync(TimeSpan time);
}
