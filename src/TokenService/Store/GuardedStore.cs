using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Store;

/// <summary>A store that answers within bounds or throws <see cref="StoreUnavailableException"/>.</summary>
internal sealed class GuardedStore(IExpiringStore store, StoreGuard guard) : IExpiringStore
{
    public event Action<StoreChange>? Changed
    {
        add => store.Changed += value;
        remove => store.Changed -= value;
    }

    public ValueTask<StoredValue?> GetAsync(string key, CancellationToken cancellationToken) =>
        guard.AskAsync(static (call, token) => call.store.GetAsync(call.key, token), (store, key), cancellationToken);

    public async ValueTask SetAsync(string key, StoredValue value, CancellationToken cancellationToken) =>
        await guard.AskAsync(
            static async (call, token) =>
            {
                await call.store.SetAsync(call.key, call.value, token);
                return true;
            },
            (store, key, value),
            cancellationToken);

    public ValueTask<byte[]> AddAsync(string key, StoredValue value, CancellationToken cancellationToken) =>
        guard.AskAsync(static (call, token) => call.store.AddAsync(call.key, call.value, token), (store, key, value), cancellationToken);

    public ValueTask<bool> ReplaceAsync(Lease lease, StoredValue value, CancellationToken cancellationToken) =>
        guard.AskAsync(
            static (call, token) => call.store.ReplaceAsync(call.lease, call.value, token), (store, lease, value), cancellationToken);

    public async ValueTask PublishAsync(string key, StoredValue value, CancellationToken cancellationToken) =>
        await guard.AskAsync(
            static async (call, token) =>
            {
                await call.store.PublishAsync(call.key, call.value, token);
                return true;
            },
            (store, key, value),
            cancellationToken);

    public async ValueTask RemoveAsync(string key, CancellationToken cancellationToken) =>
        await guard.AskAsync(
            static async (call, token) =>
            {
                await call.store.RemoveAsync(call.key, token);
                return true;
            },
            (store, key),
            cancellationToken);

    public ValueTask<TimeSpan> TakeAsync(string key, StoreQuota quota, CancellationToken cancellationToken) =>
        guard.AskAsync(static (call, token) => call.store.TakeAsync(call.key, call.quota, token), (store, key, quota), cancellationToken);
}
