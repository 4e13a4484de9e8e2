using System.Net;
using System.Net.Sockets;
using WxYarpGateway.Transforms.CallbackIps;

namespace WxYarpGateway.Gateway.Access.Limits;

/// <summary>Tells clients apart in bounded memory.</summary>
internal static class Client
{
    // The number of budgets is bounded, however many addresses a client has. Two clients may share one; outsiders cannot tell which.
    private const int Slots = 32_768;

    // A provider gives one household or server a network of this size (RFC 6177).
    private const int Ipv6Bits = 64;

    // Networks without clients of the internet: RFC 1918, 6598, 3927, 4193, 4291, and this machine.
    private static readonly AddressSet Private = new(
        new[]
        {
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8",
            "fc00::/7", "fe80::/10", "::1",
        }.Select(IPNetworkOf));

    /// <summary>Returns the budget of a client: a number that is the same for all addresses of one IPv6 network.</summary>
    public static int SlotOf(IPAddress address)
    {
        var plain = AddressRange.Plain(address);
        var whole = plain.AddressFamily == AddressFamily.InterNetworkV6 ? AddressRange.Network(plain, Ipv6Bits) : plain;

        // The seed differs in each process.
        var hash = new HashCode();
        hash.AddBytes(whole.GetAddressBytes());
        return (int)((uint)hash.ToHashCode() % Slots);
    }

    /// <summary>Returns whether an address belongs to a network of somebody's own.</summary>
    public static bool IsPrivate(IPAddress address) => Private.Contains(address);

    private static IPNetwork IPNetworkOf(string text)
        => AddressRange.TryParse(text, out var range) ? range : throw new FormatException($"{text} is no range of addresses.");
}
