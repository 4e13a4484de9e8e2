namespace WxYarpGateway.TokenService.Store.Durable;

/// <summary>Keeps values that all replicas share and that do not expire, in named books.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store is away.</remarks>
internal interface IDurableStore
{
    /// <summary>Writes a value, in place of any that is there.</summary>
    ValueTask WriteAsync(string book, string name, byte[] value, CancellationToken cancellationToken);

    /// <summary>Returns a value; null when there is none.</summary>
    ValueTask<byte[]?> ReadAsync(string book, string name, CancellationToken cancellationToken);

    /// <summary>Returns all values of a book, by name.</summary>
    ValueTask<IReadOnlyDictionary<string, byte[]>> ReadAllAsync(string book, CancellationToken cancellationToken);

    /// <summary>Removes a value, unless it has become another one. This is one step.</summary>
    ValueTask RemoveAsync(string book, string name, byte[] value, CancellationToken cancellationToken);
}
