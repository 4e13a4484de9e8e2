using System.Net;
using IPNetwork = System.Net.IPNetwork;

namespace WxYarpGateway.Transforms.CallbackIps;

/// <summary>Tells clients apart in bounded memory, for hosts that limit them.</summary>
public static class ClientNetwork
{
    // The number of budgets is bounded, however many addresses a client has. Two clients may share one; outsiders cannot tell which.
    private const int Slots = 32_768;

    // A provider gives one household or server a network of 64 bits (RFC 6177). IPv4 addresses are shorter, and count as a whole.
    private const int NetworkBytes = 8;

    // Networks without clients of the internet: RFC 1918, 6598, 3927, 4193, 4291, and this machine.
    private static readonly IPNetwork[] Private =
    [
        .. new[]
        {
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8",
            "fc00::/7", "fe80::/10", "::1/128",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Returns the budget of a client: a number that is the same for all addresses of one IPv6 network.</summary>
    /// <param name="address">The client's address.</param>
    public static int SlotOf(IPAddress address)
    {
        var bytes = AddressRange.Plain(address).GetAddressBytes();

        // The seed differs in each process.
        var hash = new HashCode();
        hash.AddBytes(bytes.AsSpan(0, Math.Min(bytes.Length, NetworkBytes)));
        return (int)((uint)hash.ToHashCode() % Slots);
    }

    /// <summary>Returns whether an address belongs to a network of somebody's own.</summary>
    /// <param name="address">The client's address.</param>
    public static bool IsPrivate(IPAddress address)
    {
        var plain = AddressRange.Plain(address);
        return Array.Exists(Private, network => network.Contains(plain));
    }
}
