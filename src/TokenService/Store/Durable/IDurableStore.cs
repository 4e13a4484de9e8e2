namespace WxYarpGateway.TokenService.Store.Durable;

/// <summary>Keeps values that all replicas share and that do not expire, in named books.</summary>
/// <remarks>
/// Every method throws <see cref="StoreUnavailableException"/> when the store is away. The values of <see cref="StoreKind.Memory"/> end
/// with the process.
/// </remarks>
public interface IDurableStore
{
    /// <summary>Writes a value, in place of any that is there.</summary>
    /// <param name="book">The book.</param>
    /// <param name="name">The value's name in the book.</param>
    /// <param name="value">The value. Whoever can read the store can read it: encrypt what is secret.</param>
    /// <param name="cancellationToken">Gives up; the write may then have happened or not.</param>
    ValueTask WriteAsync(string book, string name, byte[] value, CancellationToken cancellationToken);

    /// <summary>Returns a value; <see langword="null"/> when there is none.</summary>
    /// <param name="book">The book.</param>
    /// <param name="name">The value's name in the book.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<byte[]?> ReadAsync(string book, string name, CancellationToken cancellationToken);

    /// <summary>Returns all values of a book, by name.</summary>
    /// <param name="book">The book.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyDictionary<string, byte[]>> ReadAllAsync(string book, CancellationToken cancellationToken);

    /// <summary>Removes a value, unless it has become another one. This is one step.</summary>
    /// <param name="book">The book.</param>
    /// <param name="name">The value's name in the book.</param>
    /// <param name="value">The value that was read.</param>
    /// <param name="cancellationToken">Gives up; the removal may then have happened or not.</param>
    ValueTask RemoveAsync(string book, string name, byte[] value, CancellationToken cancellationToken);
}
