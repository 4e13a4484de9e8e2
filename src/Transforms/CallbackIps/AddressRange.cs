using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace WxYarpGateway.Transforms.CallbackIps;

/// <summary>Reads IP addresses and ranges: <c>101.226.103.0/25</c>, <c>10.0.0.1</c>, <c>2001:db8::/32</c>.</summary>
public static class AddressRange
{
    private const int Ipv4Bits = 32;
    private const int Ipv6Bits = 128;

    // The bits before an IPv4 address in IPv6 (::ffff:10.0.0.1, RFC 4291).
    private const int MappedBits = Ipv6Bits - Ipv4Bits;

    // The framework also parses brackets, ports and scopes, which are refused here.
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>
    /// Reads an address or a range. A range of all addresses, such as <c>0.0.0.0/0</c>, is refused, and so is an IPv4 address with fewer
    /// than four numbers or with leading zeros.
    /// </summary>
    /// <param name="text">The text; bits after the prefix are cleared, so that <c>10.1.2.3/8</c> is <c>10.0.0.0/8</c>.</param>
    /// <param name="range">The range; an address is a range of one.</param>
    /// <returns>Whether the text is an address or a range.</returns>
    public static bool TryParse(string? text, out IPNetwork range)
    {
        range = default;
        var parts = (text ?? "").Split('/');
        if (parts.Length > 2 || !TryParseAddress(parts[0], out var address))
        {
            return false;
        }

        var bits = BitsOf(address);
        var most = bits;
        if (parts.Length == 2
            && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out bits) || bits < 1 || bits > most))
        {
            return false;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            (address, bits) = (address.MapToIPv4(), bits - MappedBits);
        }

        if (bits < 1)
        {
            return false;
        }

        range = new IPNetwork(Network(address, bits), bits);
        return true;
    }

    /// <summary>Returns the address in its plain form: as IPv4, where a dual-stack socket shows it as IPv6.</summary>
    /// <param name="address">The address of a connection.</param>
    public static IPAddress Plain(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    /// <summary>Returns an address with all bits cleared but the first ones, so that <c>10.1.2.3/8</c> is <c>10.0.0.0/8</c>.</summary>
    internal static IPAddress Network(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        for (var index = 0; index < bytes.Length; index++)
        {
            var kept = Math.Clamp(bits - (index * 8), 0, 8);
            bytes[index] &= (byte)(0xFF << (8 - kept));
        }

        return new IPAddress(bytes);
    }

    private static int BitsOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? Ipv4Bits : Ipv6Bits;

    private static bool TryParseAddress(string text, out IPAddress address)
    {
        address = IPAddress.None;
        if (text.AsSpan().ContainsAnyExcept(AddressCharacters) || !IPAddress.TryParse(text, out var parsed))
        {
            return false;
        }

        // The framework reads 10.1 and 010.0.0.1 as other addresses than people do.
        address = parsed;
        return parsed.AddressFamily == AddressFamily.InterNetworkV6 || parsed.ToString() == text;
    }
}
