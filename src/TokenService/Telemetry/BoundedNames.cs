using System.Buffers;
using System.Collections.Frozen;

namespace WxYarpGateway.TokenService.Telemetry;

/// <summary>
/// Names that come from outside and become series of a metric: the known ones, and so many others, so that nobody can make series without
/// end.
/// </summary>
/// <param name="known">Names that always pass.</param>
/// <param name="most">How many others pass, those that come first.</param>
/// <param name="longest">How long one of those may be.</param>
/// <param name="characters">What it may consist of.</param>
/// <param name="other">What all the rest are called.</param>
public sealed class BoundedNames(IEnumerable<string> known, int most, int longest, SearchValues<char> characters, string other)
{
    private readonly FrozenSet<string> _known = known.ToFrozenSet(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private volatile FrozenSet<string> _seen = FrozenSet<string>.Empty;

    /// <summary>Returns the name, if it is one of those that pass; otherwise what all the rest are called.</summary>
    /// <param name="name">The name.</param>
    public string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_known.Contains(name) || _seen.Contains(name))
        {
            return name;
        }

        return name.Length > 0 && name.Length <= longest && !name.AsSpan().ContainsAnyExcept(characters) && TryAdd(name) ? name : other;
    }

    private bool TryAdd(string name)
    {
        // New names are rare, and soon there are no more of them.
        if (_seen.Count >= most)
        {
            return false;
        }

        lock (_gate)
        {
            if (_seen.Count < most || _seen.Contains(name))
            {
                _seen = _seen.Append(name).ToFrozenSet(StringComparer.Ordinal);
                return true;
            }

            return false;
        }
    }
}
