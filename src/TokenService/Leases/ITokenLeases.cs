using WxYarpGateway.TokenService.Stores;

namespace WxYarpGateway.TokenService.Leases;

/// <summary>Grants one replica at a time the right to renew a token.</summary>
internal interface ITokenLeases
{
    /// <summary>Returns the lease, or null when another owner has it; it ends by itself after the duration.</summary>
    ValueTask<TokenLease?> TryAcquireAsync(TokenKey key, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives the lease back if it is still its owner's; otherwise does nothing.</summary>
    ValueTask ReleaseAsync(TokenLease lease, CancellationToken cancellationToken);
}
