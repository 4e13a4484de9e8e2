using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;
using Microsoft.Extensions.Options;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.TokenService.Tests.Store;

/// <summary>The framework's cache in memory, which is ours where there is no Redis.</summary>
public sealed class MemoryDistributedCacheTests : DistributedCacheContract
{
    private readonly FakeTimeProvider _clock = new();

    private protected override IDistributedCache Create() =>
        new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions { Clock = new Clock(_clock) }));

    protected override Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }

    private sealed class Clock(TimeProvider timeProvider) : ISystemClock
    {
        public DateTimeOffset UtcNow => timeProvider.GetUtcNow();
    }
}
