using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Store;

/// <summary>A store that answers within bounds or throws <see cref="StoreUnavailableException"/>.</summary>
internal sealed class GuardedTokenStore(ITokenStore store, StoreGuard guard) : ITokenStore
{
    public event Action<TokenChange>? Changed
    {
        add => store.Changed += value;
        remove => store.Changed -= value;
    }

    public ValueTask<StoredToken?> GetAsync(TokenKey key, CancellationToken cancellationToken) =>
        guard.AskAsync(static (call, token) => call.store.GetAsync(call.key, token), (store, key), cancellationToken);

    public ValueTask<bool> SetAsync(Lease lease, StoredToken token, CancellationToken cancellationToken) =>
        guard.AskAsync(static (call, ct) => call.store.SetAsync(call.lease, call.token, ct), (store, lease, token), cancellationToken);

    public ValueTask<TimeSpan> TakeForcedRenewalAsync(AppId appId, CancellationToken cancellationToken) =>
        guard.AskAsync(static (call, token) => call.store.TakeForcedRenewalAsync(call.appId, token), (store, appId), cancellationToken);
}
