using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.TokenService.Platforms.Vault;

/// <summary>Has the lock of the one replica that renews while the store is away, and gives it back when the store answers.</summary>
internal sealed class SoleRenewal(ISoleRenewer renewer, IExpiringStore store)
{
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
            await store.GetAsync("v1:probe", cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return;
        }

        _isHeld = false;
        await renewer.ReleaseAsync(cancellationToken);
    }
}
