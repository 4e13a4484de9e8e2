using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Tests.Store.Leases;

public sealed class MemoryLeasesTests : LeaseContract
{
    private readonly FakeTimeProvider _clock = new();

    private protected override ILeases Create() => new MemoryLeases(_clock);

    protected override Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }
}
