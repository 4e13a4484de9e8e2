using System.Net;
using System.Net.Sockets;
using WxYarpGateway.Transforms.CallbackIps;
using IPNetwork = System.Net.IPNetwork;

namespace WxYarpGateway.MiniPrograms.Replies;

/// <summary>Tells the addresses of the internet from all others.</summary>
/// <remarks>Source: the special-purpose address registries of IANA for IPv4 and IPv6 (RFC 6890), and RFC 6052 and 3056.</remarks>
internal static class PublicAddress
{
    private static readonly IPNetwork[] SpecialV4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    // Teredo and its like, documentation, and 6to4: what has an IPv4 address in it may lead to a network of one's own.
    private static readonly IPNetwork[] SpecialV6 =
        [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    /// <summary>Returns whether an address is one of the internet, to which nothing of the operator's own listens.</summary>
    public static bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !ClientNetwork.IsPrivate(plain)
            && (plain.AddressFamily == AddressFamily.InterNetwork
                ? !Array.Exists(SpecialV4, network => network.Contains(plain))
                : GlobalV6.Contains(plain) && !Array.Exists(SpecialV6, network => network.Contains(plain)));
    }
}
