using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Store;

/// <summary>Keeps values that all replicas share, each under a plain key and for a limited time.</summary>
/// <remarks>
/// What a value means, and how its key is made, is the caller's business. Secrets in keys have to be hashed by the caller.
/// </remarks>
internal interface IExpiringStore
{
    /// <summary>
    /// Raised after <see cref="ReplaceAsync"/> or <see cref="PublishAsync"/> wrote a value, or <see cref="RemoveAsync"/> removed one, in
    /// this replica or another.
    /// </summary>
    event Action<StoreChange>? Changed;

    /// <summary>Returns the value and what is left of its life; null when there is none or it has expired.</summary>
    ValueTask<StoredValue?> GetAsync(string key, CancellationToken cancellationToken);

    /// <summary>Writes a value, in place of any that is there.</summary>
    ValueTask SetAsync(string key, StoredValue value, CancellationToken cancellationToken);

    /// <summary>Writes a value unless there is one; returns the one that is there then. This is one step.</summary>
    ValueTask<byte[]> AddAsync(string key, StoredValue value, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the value that the lease is on and raises <see cref="Changed"/> in all replicas. This is one step. Returns false, and writes
    /// nothing, when the lease no longer belongs to its owner.
    /// </summary>
    ValueTask<bool> ReplaceAsync(Lease lease, StoredValue value, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a value whoever has the lease on it, ends that lease, so that its owner writes nothing, and raises <see cref="Changed"/> in
    /// all replicas. This is one step.
    /// </summary>
    ValueTask PublishAsync(string key, StoredValue value, CancellationToken cancellationToken);

    /// <summary>Removes a value, ends the lease on it, and raises <see cref="Changed"/> in all replicas. This is one step.</summary>
    ValueTask RemoveAsync(string key, CancellationToken cancellationToken);

    /// <summary>Takes one use of a quota that all replicas share. Returns zero, or how long to wait for the next use.</summary>
    ValueTask<TimeSpan> TakeAsync(string key, StoreQuota quota, CancellationToken cancellationToken);
}
