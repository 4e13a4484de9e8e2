using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Tests.Replicas;

/// <summary>A store that fails as the test says.</summary>
internal sealed class FailingTokenStore : ITokenStore
{
    private readonly ITokenStore _store;
    private readonly SharedStore _shared;

    public FailingTokenStore(ITokenStore store, SharedStore shared)
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

    public event Action<TokenChange>? Changed;

    public async ValueTask<StoredToken?> GetAsync(TokenKey key, CancellationToken cancellationToken)
    {
        await _shared.EnterAsync("get", cancellationToken);
        return await _store.GetAsync(key, cancellationToken);
    }

    public async ValueTask<bool> SetAsync(Lease lease, StoredToken token, CancellationToken cancellationToken)
    {
        await _shared.EnterAsync("set", cancellationToken);
        return await _store.SetAsync(lease, token, cancellationToken);
    }

    public async ValueTask<TimeSpan> TakeForcedRenewalAsync(AppId appId, CancellationToken cancellationToken)
    {
        await _shared.EnterAsync("force", cancellationToken);
        return await _store.TakeForcedRenewalAsync(appId, cancellationToken);
    }
}
