namespace WxYarpGateway.TokenService.Store.Leases;

/// <summary>
/// One value that all replicas share: where it is kept, and how one replica gets a new one. <see cref="SharedFetch"/> does the rest.
/// </summary>
/// <typeparam name="T">The value, or the reason why there is none.</typeparam>
/// <param name="key">The key of the value in the store, and of the lease on it.</param>
/// <param name="what">What the value is, for the log.</param>
/// <param name="service">The service that it belongs to, for the log.</param>
internal abstract class SharedValue<T>(string key, string what, string service)
    where T : class
{
    /// <summary>Gets the key of the value in the store, and of the lease on it.</summary>
    public string Key { get; } = key;

    /// <summary>Gets what the value is, for the log.</summary>
    public string What { get; } = what;

    /// <summary>Gets the service that the value belongs to, for the log.</summary>
    public string Service { get; } = service;

    /// <summary>Gets a task that ends when another replica writes the value; null when this process is not told of that.</summary>
    public virtual Task? NextChange => null;

    /// <summary>Gets how long a replica without the lease waits for what its owner writes.</summary>
    public virtual TimeSpan LongestWait => TimeSpan.FromSeconds(5);

    /// <summary>Returns the value from the memory of this process; null when it has none that will do.</summary>
    public virtual T? FromMemory() => null;

    /// <summary>Returns the value from the store; null when it has none that will do.</summary>
    public abstract ValueTask<T?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Asks for a new value. Only the owner of the lease calls this.</summary>
    public abstract ValueTask<T> AskAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Writes what was asked for, if it is worth keeping. Returns what holds from now on, which may be what another replica wrote;
    /// null when the lease was lost and nothing was written.
    /// </summary>
    public abstract ValueTask<T?> WriteAsync(Lease lease, T asked, CancellationToken cancellationToken);

    /// <summary>Returns what to go on with when the store failed and could not take the new value.</summary>
    public virtual T KeepUnwritten(T asked) => asked;

    /// <summary>Returns what to go on with when the lease was lost and its next owner has written nothing yet.</summary>
    public virtual T KeepWithoutLease(T asked) => asked;

    /// <summary>Asks for a new value while the store is away, if one replica may do that alone.</summary>
    public abstract ValueTask<T> AskAloneAsync(CancellationToken cancellationToken);

    /// <summary>Returns the reason that a caller gets when another replica did not finish in time.</summary>
    public abstract T TimedOut();

    /// <summary>Called once with the time spent waiting for the lease, or for what its owner wrote.</summary>
    public virtual void OnWaited(TimeSpan time)
    {
    }
}
