using System.Net;
using System.Net.Sockets;
using WxYarpGateway.Transforms.CallbackIps;

namespace WxYarpGateway.Gateway.Access.Limits;

/// <summary>Tells clients apart, as far as memory without bounds is not needed for it.</summary>
internal static class Client
{
    // So many budgets at most, however many addresses somebody has. Two clients may share one; which ones, nobody outside can tell.
    private const int Slots = 32_768;

    // What a provider gives to one household or server; within it, addresses are free to choose (RFC 6177).
    private const int Ipv6Bits = 64;

    // Where no client of the internet is: RFC 1918, 6598, 3927, 4193, 4291, and this machine.
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

        // Seeded anew in each process.
        var hash = new HashCode();
        hash.AddBytes(whole.GetAddressBytes());
        return (int)((uint)hash.ToHashCode() % Slots);
    }

    /// <summary>Returns whether an address belongs to a network of somebody's own.</summary>
    public static bool IsPrivate(IPAddress address) => Private.Contains(address);

    private static IPNetwork IPNetworkOf(string text)
        => AddressRange.TryParse(text, out var range) ? range : throw new FormatException($"{text} is no range of addresses.");
}
