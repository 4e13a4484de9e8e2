using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.TokenService.Platforms.Vault;

/// <summary>Has the lock of the one replica that renews while the store is away, and gives it back when the store takes writes.</summary>
internal sealed class SoleRenewal(ISoleRenewer renewer, IExpiringStore store)
{
    private static readonly StoredValue Probe = new([], TimeSpan.FromMinutes(1));

    private volatile bool _isHeld;

    public async ValueTask<bool> TryHoldAsync(CancellationToken cancellationToken)
    {
        var isHeld = await renewer.TryHoldAsync(cancellationToken);
        _isHeld |= isHeld;
        return isHeld;
    }

    public async ValueTask ReleaseAsync(CancellationToken cancellationToken)
    {
        if (!_isHeld)
        {
            return;
        }

        try
        {
            // Written, not read: a store that takes no writes grants no leases, and tokens are still renewed without it.
            await store.SetAsync("v1:probe", Probe, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return;
        }

        _isHeld = false;
        await renewer.ReleaseAsync(cancellationToken);
    }
}
