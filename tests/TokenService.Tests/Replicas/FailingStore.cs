using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Tests.Replicas;

/// <summary>A store that fails as the test says.</summary>
internal sealed class FailingStore : IExpiringStore
{
    private readonly IExpiringStore _store;
    private readonly SharedStore _shared;

    public FailingStore(IExpiringStore store, SharedStore shared)
    {
        _store = store;
        _shared = shared;
        store.Changed += change =>
        {
            if (!_shared.LosesNews)
            {
                Changed?.Invoke(change);
            }
        };
    }

    public event Action<StoreChange>? Changed;

    public async ValueTask<StoredValue?> GetAsync(string key, CancellationToken cancellationToken)
    {
        await _shared.EnterAsync("get", cancellationToken);
        return await _store.GetAsync(key, cancellationToken);
    }

    public async ValueTask SetAsync(string key, StoredValue value, CancellationToken cancellationToken)
    {
        await _shared.EnterAsync("set", cancellationToken);
        await _store.SetAsync(key, value, cancellationToken);
    }

    public async ValueTask<byte[]> AddAsync(string key, StoredValue value, CancellationToken cancellationToken)
    {
        await _shared.EnterAsync("add", cancellationToken);
        return await _store.AddAsync(key, value, cancellationToken);
    }

    public async ValueTask<bool> ReplaceAsync(Lease lease, StoredValue value, CancellationToken cancellationToken)
    {
        await _shared.EnterAsync("replace", cancellationToken);
        return await _store.ReplaceAsync(lease, value, cancellationToken);
    }

    public async ValueTask PublishAsync(string key, StoredValue value, CancellationToken cancellationToken)
    {
        await _shared.EnterAsync("publish", cancellationToken);
        await _store.PublishAsync(key, value, cancellationToken);
    }

    public async ValueTask RemoveAsync(string key, CancellationToken cancellationToken)
    {
        await _shared.EnterAsync("remove", cancellationToken);
        await _store.RemoveAsync(key, cancellationToken);
    }

    public async ValueTask<TimeSpan> TakeAsync(string key, StoreQuota quota, CancellationToken cancellationToken)
    {
        await _shared.EnterAsync("take", cancellationToken);
        return await _store.TakeAsync(key, quota, cancellationToken);
    }
}
