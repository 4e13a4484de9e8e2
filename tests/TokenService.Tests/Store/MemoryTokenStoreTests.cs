using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Tests.Store;

public sealed class MemoryTokenStoreTests : TokenStoreContract
{
    private readonly FakeTimeProvider _clock = new();

    private protected override (ITokenStore Store, ILeases Leases) Create()
    {
        var leases = new MemoryLeases(_clock);
        return (new MemoryTokenStore(leases, _clock), leases);
    }

    protected override Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }
}
