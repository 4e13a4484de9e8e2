namespace WxYarpGateway.TokenService.Platforms.Vault;

/// <summary>
/// Chooses the one replica that renews tokens of platforms while the store, and with it every lease, is away: the one that has the
/// database's advisory lock. With SQLite it is the process itself.
/// </summary>
public interface ISoleRenewer
{
    /// <summary>
    /// Returns whether this replica has the lock, after trying to get it. It keeps the lock until <see cref="ReleaseAsync"/>, so that no
    /// other replica renews what this one has in memory only.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns><see langword="false"/> also when the database cannot be asked. Throws nothing but a cancellation.</returns>
    ValueTask<bool> TryHoldAsync(CancellationToken cancellationToken);

    /// <summary>Gives the lock back, because the store is there again. Does nothing without the lock.</summary>
    /// <param name="cancellationToken">Gives up; the lock then ends with its connection.</param>
    ValueTask ReleaseAsync(CancellationToken cancellationToken);
}
