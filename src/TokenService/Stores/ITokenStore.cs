using WxYarpGateway.TokenService.Leases;
using WxYarpGateway.TokenService.Services;

namespace WxYarpGateway.TokenService.Stores;

/// <summary>Keeps the tokens that all replicas share. Lifetimes cross it as what is left, never as a moment on a clock.</summary>
internal interface ITokenStore
{
    /// <summary>Raised after a token was written, by this replica or another.</summary>
    event Action<TokenChange>? Changed;

    /// <summary>Returns the token and what is left of its life; null when there is none or it has expired.</summary>
    ValueTask<StoredToken?> GetAsync(TokenKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the token and tells all replicas, in one step and only while the lease is still its owner's; false when it no longer is.
    /// </summary>
    ValueTask<bool> SetAsync(Lease lease, StoredToken token, CancellationToken cancellationToken);

    /// <summary>
    /// Takes one of the forced renewals that all replicas share (see <see cref="ForcedRenewals"/>); returns zero, or how long to wait for
    /// the next.
    /// </summary>
    ValueTask<TimeSpan> TakeForcedRenewalAsync(AppId appId, CancellationToken cancellationToken);
}
