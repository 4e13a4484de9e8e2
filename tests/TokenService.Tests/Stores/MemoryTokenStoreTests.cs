using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Leases;
using WxYarpGateway.TokenService.Stores;

namespace WxYarpGateway.TokenService.Tests.Stores;

public sealed class MemoryTokenStoreTests : TokenStoreContract
{
    private readonly FakeTimeProvider _clock = new();

    private protected override (ITokenStore Store, ITokenLeases Leases) Create()
    {
        var leases = new MemoryTokenLeases(_clock);
        return (new MemoryTokenStore(leases, _clock), leases);
    }

    protected override Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }
}
