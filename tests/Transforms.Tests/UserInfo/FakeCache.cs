using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Distributed;

namespace WxYarpGateway.Transforms.Tests.UserInfo;

/// <summary>A cache that never forgets, and throws or hangs when a test wants it to.</summary>
internal sealed class FakeCache : IDistributedCache
{
    public ConcurrentDictionary<string, byte[]> Entries { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<DistributedCacheEntryOptions> Options { get; } = [];

    public bool ReadingThrows { get; set; }

    public bool WritingThrows { get; set; }

    public bool Hangs { get; set; }

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        if (Hangs)
        {
            await Task.Delay(Timeout.Infinite, token);
        }

        return ReadingThrows ? throw new InvalidOperationException("The cache cannot be read.") : Entries.GetValueOrDefault(key);
    }

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        if (WritingThrows)
        {
            throw new InvalidOperationException("The cache cannot be written.");
        }

        Entries[key] = value;
        Options.Enqueue(options);
        return Task.CompletedTask;
    }

    public byte[] Get(string key) => throw new NotSupportedException();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException();

    public void Refresh(string key) => throw new NotSupportedException();

    public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

    public void Remove(string key) => throw new NotSupportedException();

    public Task RemoveAsync(string key, CancellationToken token = default) => throw new NotSupportedException();
}
