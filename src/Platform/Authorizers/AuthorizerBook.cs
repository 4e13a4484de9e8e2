using System.Collections.Concurrent;

namespace WxYarpGateway.Platform.Authorizers;

/// <summary>The authorizers of one platform in memory, by AppId.</summary>
internal sealed class AuthorizerBook
{
    private readonly ConcurrentDictionary<string, AuthorizerEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Gets the authorizers, in no order.</summary>
    public IEnumerable<Authorizer> All => _entries.Select(entry => entry.Value.Authorizer);

    /// <summary>Gets the number of authorizers.</summary>
    public int Count => _entries.Count;

    /// <summary>Finds an authorizer, whatever its state.</summary>
    public AuthorizerEntry? Find(string appId) => _entries.GetValueOrDefault(appId);

    /// <summary>Adds an authorizer, or replaces it.</summary>
    public void Put(Authorizer authorizer)
    {
        if (Find(authorizer.AppId.Value)?.Authorizer != authorizer)
        {
            _entries[authorizer.AppId.Value] = new AuthorizerEntry(authorizer);
        }
    }

    /// <summary>Removes an authorizer.</summary>
    public void Remove(string appId) => _entries.TryRemove(appId, out _);
}
