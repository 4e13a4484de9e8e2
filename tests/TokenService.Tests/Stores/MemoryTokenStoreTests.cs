using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Leases;
using WxYarpGateway.TokenService.Stores;

namespace WxYarpGateway.TokenService.Tests.Stores;

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
