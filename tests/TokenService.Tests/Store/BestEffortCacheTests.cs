using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.TokenService.Tests.Store;

public sealed class BestEffortCacheTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly CollectedLogs _logs = new();
    private readonly LoggerFactory _loggers = new();
    private readonly Failing _failing = new();
    private readonly BestEffortCache _cache;

    public BestEffortCacheTests()
    {
        _loggers.AddProvider(_logs);
        _cache = new BestEffortCache(_failing, _clock, _loggers.CreateLogger<BestEffortCache>());
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _loggers.Dispose();

    [Fact]
    public async Task An_entry_comes_back()
    {
        await _cache.SetAsync("a", [1, 2], TimeSpan.FromHours(1), Cancelled);

        Assert.Equal([1, 2], await _cache.GetAsync("a", Cancelled));
        Assert.Null(await _cache.GetAsync("b", Cancelled));
        Assert.Empty(_logs.Lines);
    }

    [Fact]
    public async Task A_cache_that_fails_fails_nobody_and_is_told_of_once_a_minute()
    {
        _failing.Error = new InvalidOperationException("gone");

        await _cache.SetAsync("a", [1], TimeSpan.FromHours(1), Cancelled);
        Assert.Null(await _cache.GetAsync("a", Cancelled));
        Assert.Single(_logs.Lines, line => line.StartsWith("Warning CacheFailed", StringComparison.Ordinal));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await _cache.GetAsync("a", Cancelled));

        Assert.Equal(2, _logs.Lines.Count(line => line.StartsWith("Warning CacheFailed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_caller_that_gave_up_is_no_failure_of_the_cache()
    {
        using var gaveUp = new CancellationTokenSource();
        await gaveUp.CancelAsync();
        _failing.Error = new OperationCanceledException(gaveUp.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _cache.GetAsync("a", gaveUp.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await _cache.SetAsync("a", [1], TimeSpan.FromHours(1), gaveUp.Token));
        Assert.Empty(_logs.Lines);
    }

    private sealed class Failing : IDistributedCache
    {
        private readonly MemoryDistributedCache _cache = new(Options.Create(new MemoryDistributedCacheOptions()));

        public Exception? Error { get; set; }

        public byte[]? Get(string key) => _cache.Get(key);

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Error is { } error ? throw error
            : _cache.GetAsync(key, token);

        public void Refresh(string key) => _cache.Refresh(key);

        public Task RefreshAsync(string key, CancellationToken token = default) => _cache.RefreshAsync(key, token);

        public void Remove(string key) => _cache.Remove(key);

        public Task RemoveAsync(string key, CancellationToken token = default) => _cache.RemoveAsync(key, token);

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => _cache.Set(key, value, options);

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
            Error is { } error ? throw error : _cache.SetAsync(key, value, options, token);
    }
}
