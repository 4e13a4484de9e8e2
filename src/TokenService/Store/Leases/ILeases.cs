namespace WxYarpGateway.TokenService.Store.Leases;

/// <summary>Grants one replica at a time the right to do a thing: to renew a token, to exchange a code.</summary>
internal interface ILeases
{
    /// <summary>Returns the lease, or null when another owner has it; it ends by itself after the duration.</summary>
    ValueTask<Lease?> TryAcquireAsync(string of, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives the lease back if it is still its owner's; otherwise does nothing.</summary>
    ValueTask ReleaseAsync(Lease lease, CancellationToken cancellationToken);
}
