using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace WxYarpGateway.Transforms.Exchange.Forwarding;

/// <summary>The headers of an exchange's request, in their order.</summary>
/// <remarks>An exchange has about a dozen and looks up hardly any, so that a list costs less than the hash table of others.</remarks>
internal sealed class HeaderList(int capacity) : IHeaderDictionary
{
    private readonly List<KeyValuePair<string, StringValues>> _headers = new(capacity);

    /// <inheritdoc/>
    public int Count => _headers.Count;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public ICollection<string> Keys => _headers.ConvertAll(header => header.Key);

    /// <inheritdoc/>
    public ICollection<StringValues> Values => _headers.ConvertAll(header => header.Value);

    /// <inheritdoc/>
    public long? ContentLength
    {
        get => HeaderUtilities.TryParseNonNegativeInt64(this[HeaderNames.ContentLength].ToString(), out var length) ? length : null;
        set => this[HeaderNames.ContentLength] = value?.ToString(CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public StringValues this[string key]
    {
        get => IndexOf(key) is >= 0 and var index ? _headers[index].Value : StringValues.Empty;
        set
        {
            ArgumentNullException.ThrowIfNull(key);
            var index = IndexOf(key);
            if (value.Count == 0)
            {
                Remove(key);
            }
            else if (index < 0)
            {
                _headers.Add(new(key, value));
            }
            else
            {
                _headers[index] = new(_headers[index].Key, value);
            }
        }
    }

    /// <summary>Returns the headers as they are stored; nothing may be added while they are read.</summary>
    public ReadOnlySpan<KeyValuePair<string, StringValues>> AsSpan() => CollectionsMarshal.AsSpan(_headers);

    /// <summary>Makes room for so many headers.</summary>
    public void EnsureCapacity(int capacity) => _headers.EnsureCapacity(capacity);

    /// <summary>Adds a header that is known not to be there.</summary>
    public void Append(string key, StringValues value) => _headers.Add(new(key, value));

    /// <inheritdoc/>
    public void Add(string key, StringValues value)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (ContainsKey(key))
        {
            throw new ArgumentException($"There is a header '{key}' already.", nameof(key));
        }

        _headers.Add(new(key, value));
    }

    /// <inheritdoc/>
    public void Add(KeyValuePair<string, StringValues> item) => Add(item.Key, item.Value);

    /// <inheritdoc/>
    public void Clear() => _headers.Clear();

    /// <inheritdoc/>
    public bool Contains(KeyValuePair<string, StringValues> item) => TryGetValue(item.Key, out var value) && value == item.Value;

    /// <inheritdoc/>
    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    /// <inheritdoc/>
    public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex) => _headers.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public bool Remove(string key)
    {
        if (IndexOf(key) is not (>= 0 and var index))
        {
            return false;
        }

        _headers.RemoveAt(index);
        return true;
    }

    /// <inheritdoc/>
    public bool Remove(KeyValuePair<string, StringValues> item) => Contains(item) && Remove(item.Key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value)
    {
        var index = IndexOf(key);
        value = index >= 0 ? _headers[index].Value : StringValues.Empty;
        return index >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => _headers.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(string key)
    {
        var headers = AsSpan();
        for (var index = 0; index < headers.Length; index++)
        {
            if (headers[index].Key.Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        return -1;
    }
}
