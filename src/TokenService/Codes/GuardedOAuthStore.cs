using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.TokenService.Codes;

/// <summary>A store that answers within bounds or throws <see cref="StoreUnavailableException"/>.</summary>
internal sealed class GuardedOAuthStore(IOAuthStore store, StoreGuard guard) : IOAuthStore
{
    public ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken) =>
        guard.AskAsync(static (call, token) => call.store.GetAsync(call.key, token), (store, key), cancellationToken);

    public async ValueTask SetAsync(string key, byte[] value, TimeSpan lifetime, CancellationToken cancellationToken) =>
        await guard.AskAsync(
            static async (call, token) =>
            {
                await call.store.SetAsync(call.key, call.value, call.lifetime, token);
                return true;
            },
            (store, key, value, lifetime),
            cancellationToken);

    public ValueTask<byte[]> AddAsync(string key, byte[] value, TimeSpan lifetime, CancellationToken cancellationToken) =>
        guard.AskAsync(
            static (call, token) => call.store.AddAsync(call.key, call.value, call.lifetime, token), (store, key, value, lifetime), cancellationToken);
}
