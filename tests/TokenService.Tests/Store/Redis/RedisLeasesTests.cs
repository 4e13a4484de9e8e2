using WxYarpGateway.Testing.Redis;
using WxYarpGateway.TokenService.Store.Leases;
using WxYarpGateway.TokenService.Store.Redis;
using WxYarpGateway.TokenService.Tests.Replicas;
using WxYarpGateway.TokenService.Tests.Store.Leases;

namespace WxYarpGateway.TokenService.Tests.Store.Redis;

public sealed class RedisLeasesTests(SharedRedis redis) : LeaseContract, IDisposable
{
    private const string Key = "v1:wx2:access_token:stable:00000000";

    private readonly TestRedis _redis = new(redis);

    public void Dispose() => _redis.Dispose();

    [Fact]
    public async Task A_lease_that_is_granted_when_nobody_waits_any_more_is_given_back()
    {
        await using var server = await RedisServer.StartAsync(Cancelled);
        using var connection = TestRedis.Connect(server.ConnectionString, "test:");
        var leases = new RedisLeases(connection);
        await leases.ReleaseAsync(new Lease(Key, "nobody"), Cancelled);
        using var abandoned = new CancellationTokenSource();

        await server.FreezeAsync();
        var acquiring = leases.TryAcquireAsync(Key, TimeSpan.FromSeconds(15), abandoned.Token).AsTask();
        await abandoned.CancelAsync();
        await server.ThawAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => acquiring);
        Assert.NotNull(await leases.TryAcquireAsync(Key, TimeSpan.FromSeconds(15), Cancelled));
    }

    private protected override ILeases Create() => _redis.Leases;

    protected override Task PassAsync(TimeSpan time) => _redis.PassAsync(time);
}
