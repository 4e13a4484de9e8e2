using WxYarpGateway.TokenService.Leases;
using WxYarpGateway.TokenService.Services;
using WxYarpGateway.TokenService.Stores;

namespace WxYarpGateway.TokenService.Tests.Replicas;

/// <summary>A store that fails as the test says.</summary>
internal sealed class FailingTokenStore(ITokenStore store, SharedStore shared) : ITokenStore
{
    public event Action<TokenChange>? Changed
    {
        add => store.Changed += value;
        remove => store.Changed -= value;
    }

    public async ValueTask<StoredToken?> GetAsync(TokenKey key, CancellationToken cancellationToken)
    {
        await shared.EnterAsync("get", cancellationToken);
        return await store.GetAsync(key, cancellationToken);
    }

    public async ValueTask<bool> SetAsync(TokenLease lease, StoredToken token, CancellationToken cancellationToken)
    {
        await shared.EnterAsync("set", cancellationToken);
        return await store.SetAsync(lease, token, cancellationToken);
    }

    public async ValueTask<TimeSpan> TakeForcedRenewalAsync(AppId appId, CancellationToken cancellationToken)
    {
        await shared.EnterAsync("force", cancellationToken);
        return await store.TakeForcedRenewalAsync(appId, cancellationToken);
    }
}
