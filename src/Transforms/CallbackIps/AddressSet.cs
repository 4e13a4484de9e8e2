using System.Collections.Frozen;
using System.Net;

namespace WxYarpGateway.Transforms.CallbackIps;

/// <summary>A set of IP addresses and ranges.</summary>
internal sealed class AddressSet
{
    private readonly FrozenSet<IPAddress> _single;
    private readonly IPNetwork[] _ranges;

    public AddressSet(IEnumerable<IPNetwork> ranges)
    {
        var all = ranges.Distinct().ToList();
        Ranges = all;
        _single = all.Where(IsSingle).Select(range => range.BaseAddress).ToFrozenSet();
        _ranges = [.. all.Where(range => !IsSingle(range))];
    }

    /// <summary>Gets the ranges of the set.</summary>
    public IReadOnlyList<IPNetwork> Ranges { get; }

    /// <summary>Returns whether an address is in the set, as IPv4 or mapped to IPv6.</summary>
    public bool Contains(IPAddress address)
    {
        var plain = AddressRange.Plain(address);
        if (_single.Contains(plain))
        {
            return true;
        }

        foreach (var range in _ranges)
        {
            if (range.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSingle(IPNetwork range) => range.PrefixLength == range.BaseAddress.GetAddressBytes().Length * 8;
}
