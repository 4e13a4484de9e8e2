using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.Simulator.Accounts;

/// <summary>Keeps the items of each account by key, in the order they were added. Accounts do not see each other's items.</summary>
internal sealed class AccountShelf<T>
    where T : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OrderedDictionary<string, T>> _kept = new(StringComparer.Ordinal);

    /// <summary>Adds an item, or replaces the one with the same key.</summary>
    public void Put(string appId, string key, T item)
    {
        lock (_gate)
        {
            if (!_kept.TryGetValue(appId, out var items))
            {
                _kept[appId] = items = new OrderedDictionary<string, T>(StringComparer.Ordinal);
            }

            items[key] = item;
        }
    }

    public bool TryFind(string appId, string? key, [NotNullWhen(true)] out T? item)
    {
        lock (_gate)
        {
            item = null;
            return key is not null && _kept.TryGetValue(appId, out var items) && items.TryGetValue(key, out item);
        }
    }

    public bool Remove(string appId, string? key)
    {
        lock (_gate)
        {
            return key is not null && _kept.TryGetValue(appId, out var items) && items.Remove(key);
        }
    }

    /// <summary>Returns whether any account has an item with the key.</summary>
    public bool HasAnywhere(string key)
    {
        lock (_gate)
        {
            return _kept.Values.Any(items => items.ContainsKey(key));
        }
    }

    public IReadOnlyList<T> Of(string appId)
    {
        lock (_gate)
        {
            return _kept.TryGetValue(appId, out var items) ? [.. items.Values] : [];
        }
    }
}
