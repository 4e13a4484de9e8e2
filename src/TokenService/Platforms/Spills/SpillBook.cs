using System.Security.Cryptography;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Durable;

namespace WxYarpGateway.TokenService.Platforms.Spills;

/// <summary>The refresh tokens that the vault did not take, in the store: encrypted, without an end, for all replicas to see.</summary>
internal sealed class SpillBook(IDurableStore store, ISpillCipher cipher)
{
    private const string Book = "refresh-tokens";

    /// <summary>Writes a token; returns it as it lies in the store, or null when the store is away.</summary>
    public async ValueTask<byte[]?> WriteAsync(SpilledToken token, CancellationToken cancellationToken)
    {
        try
        {
            var name = token.Key.ToString();
            var value = cipher.Seal(token.Write(), name);
            await store.WriteAsync(Book, name, value, cancellationToken);
            return value;
        }
        catch (Exception e) when (e is StoreUnavailableException or VaultUnavailableException or CryptographicException)
        {
            // Kept elsewhere, which tells.
            return null;
        }
    }

    /// <summary>Returns an authorizer's token as it lies in the store; null when there is none. Throws when the store is away.</summary>
    public ValueTask<byte[]?> ReadAsync(AuthorizerKey key, CancellationToken cancellationToken) =>
        store.ReadAsync(Book, key.ToString(), cancellationToken);

    /// <summary>Returns all tokens that can be opened. Throws when the store is away.</summary>
    public async ValueTask<IReadOnlyList<(SpilledToken Token, byte[] Value)>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var found = new List<(SpilledToken, byte[])>();
        foreach (var (name, value) in await store.ReadAllAsync(Book, cancellationToken))
        {
            if (Open(value, name) is { } token)
            {
                found.Add((token, value));
            }
        }

        return found;
    }

    /// <summary>Removes a token, unless it has become another one. Throws when the store is away.</summary>
    public ValueTask RemoveAsync(AuthorizerKey key, byte[] value, CancellationToken cancellationToken) =>
        store.RemoveAsync(Book, key.ToString(), value, cancellationToken);

    /// <summary>Opens a token as it lies in the store; null when it cannot be opened.</summary>
    public SpilledToken? Open(byte[] value, AuthorizerKey key) => Open(value, key.ToString());

    private SpilledToken? Open(byte[] value, string name) =>
        cipher.Open(value, name) is { } plain && SpilledToken.Read(plain) is { } token && token.Key.ToString() == name ? token : null;
}
