using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.Simulator.Accounts;

/// <summary>Keeps what belongs to accounts by its key, in the order it was added; a key means something to one account only.</summary>
internal sealed class AccountShelf<T>
    where T : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OrderedDictionary<string, T>> _kept = new(StringComparer.Ordinal);

    /// <summary>Adds an item, or puts it in the place of the one with the same key.</summary>
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

    public IReadOnlyList<T> Of(string appId)
    {
        lock (_gate)
        {
            return _kept.TryGetValue(appId, out var items) ? [.. items.Values] : [];
        }
    }
}
