using System.Collections;
using Microsoft.AspNetCore.Http.Features;

namespace WxYarpGateway.Transforms.Exchange.Forwarding;

/// <summary>The features of an exchange's context.</summary>
/// <remarks>There are about ten, so that a list costs less than the hash table of others.</remarks>
internal sealed class FeatureList(int capacity) : IFeatureCollection
{
    private KeyValuePair<Type, object>[] _features = new KeyValuePair<Type, object>[capacity];
    private KeyValuePair<Type, object>[] _lasting = [];
    private int _count;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public int Revision { get; private set; }

    /// <inheritdoc/>
    public object? this[Type key]
    {
        get => IndexOf(key) is >= 0 and var index ? _features[index].Value : null;
        set
        {
            ArgumentNullException.ThrowIfNull(key);
            Revision++;
            var index = IndexOf(key);
            if (value is null)
            {
                if (index >= 0)
                {
                    _features[index] = _features[--_count];
                    _features[_count] = default;
                }

                return;
            }

            if (index < 0)
            {
                if (_count == _features.Length)
                {
                    Array.Resize(ref _features, 2 * _count);
                }

                index = _count++;
            }

            _features[index] = new(key, value);
        }
    }

    /// <summary>Has the features that are set now last: <see cref="Clear"/> brings them back.</summary>
    public void Keep() => _lasting = _features[.._count];

    /// <summary>Removes all but those that last, which are again as they were.</summary>
    public void Clear()
    {
        Revision++;
        _lasting.CopyTo(_features, 0);
        Array.Clear(_features, _lasting.Length, _features.Length - _lasting.Length);
        _count = _lasting.Length;
    }

    /// <inheritdoc/>
    public TFeature? Get<TFeature>() => (TFeature?)this[typeof(TFeature)];

    /// <inheritdoc/>
    public void Set<TFeature>(TFeature? instance) => this[typeof(TFeature)] = instance;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _features.Take(_count).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(Type key)
    {
        for (var index = 0; index < _count; index++)
        {
            if (_features[index].Key == key)
            {
                return index;
            }
        }

        return -1;
    }
}
