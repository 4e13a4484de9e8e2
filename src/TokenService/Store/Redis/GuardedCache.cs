using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Options;

namespace WxYarpGateway.TokenService.Store.Redis;

/// <summary>
/// The framework's cache in Redis over the gateway's one connection; it answers within bounds or throws <see
/// cref="StoreUnavailableException"/>.
/// </summary>
/// <remarks>
/// The synchronous members are the interface's; nothing of ours calls them, and they last as long as the client's <c>syncTimeout</c>.
/// </remarks>
// Disposing of the cache would dispose of the connection that it was given, and all stores use that one. So nothing here, nor the
// container, does it.
#pragma warning disable CA1001
internal sealed class GuardedCache(RedisConnection redis, StoreGuard guard) : IDistributedCache
#pragma warning restore CA1001
{
    private const string Room = "v1:cache:";

    private readonly RedisCache _cache = new(Options.Create(new RedisCacheOptions
    {
        ConnectionMultiplexerFactory = redis.MultiplexerAsync,
        InstanceName = redis.Key(Room),
    }));

    public byte[]? Get(string key) => _cache.Get(key);

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) =>
        guard.AskAsync(
            static (call, token) => new ValueTask<byte[]?>(call._cache.GetAsync(call.key, token)), (_cache, key), token).AsTask();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => _cache.Set(key, value, options);

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        DoAsync(
            static (call, token) => call.Cache.SetAsync(call.Key, call.Value!, call.Options!, token),
            new(_cache, key, value, options),
            token);

    public void Refresh(string key) => _cache.Refresh(key);

    public Task RefreshAsync(string key, CancellationToken token = default) =>
        DoAsync(static (call, token) => call.Cache.RefreshAsync(call.Key, token), new(_cache, key), token);

    public void Remove(string key) => _cache.Remove(key);

    public Task RemoveAsync(string key, CancellationToken token = default) =>
        DoAsync(static (call, token) => call.Cache.RemoveAsync(call.Key, token), new(_cache, key), token);

    private Task<bool> DoAsync(Func<Call, CancellationToken, Task> what, Call call, CancellationToken cancellationToken) =>
        guard.AskAsync(
            static async (asked, token) =>
            {
                await asked.what(asked.call, token);
                return true;
            },
            (what, call),
            cancellationToken).AsTask();

    private readonly record struct Call(RedisCache Cache, string Key, byte[]? Value = null, DistributedCacheEntryOptions? Options = null)
    {
        // The generated one would print a user's profile.
        public override string ToString() => "***";
    }
}
