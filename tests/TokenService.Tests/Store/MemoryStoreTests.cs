using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Tests.Store;

public sealed class MemoryStoreTests : ExpiringStoreContract
{
    private readonly FakeTimeProvider _clock = new();

    private protected override (IExpiringStore Store, ILeases Leases) Create()
    {
        var leases = new MemoryLeases(_clock);
        return (new MemoryStore(leases, _clock), leases);
    }

    protected override Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }
}
