using System.Buffers;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>Decides where a redirect may end: at a path of the gateway's own host, or at an allowed host.</summary>
internal static class ReturnAddress
{
    /// <summary>The most characters of an address; with more, the state cookie would be too large for browsers.</summary>
    public const int LongestLength = 2048;

    private const string Http = "http://";
    private const string Https = "https://";
    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    // Printable ASCII, without what browsers read as something else (a backslash is a slash) or what ends an attribute or a header.
    private static readonly SearchValues<char> InAddresses = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Select(letter => (char)letter).Except("\\\"<>`")]);

    private static readonly SearchValues<char> AfterHost = SearchValues.Create("/?#");
    private static readonly SearchValues<char> AfterPath = SearchValues.Create("?#");

    /// <summary>Returns whether a redirect may end at an address.</summary>
    public static bool IsAllowed(string address, IReadOnlyList<string> hosts)
    {
        if (address.Length is 0 or > LongestLength || address.AsSpan().ContainsAnyExcept(InAddresses))
        {
            return false;
        }

        return address.StartsWith('/') ? !PathOf(address).Contains("//", StringComparison.Ordinal)
            : address.StartsWith(Https, StringComparison.OrdinalIgnoreCase) ? IsAllowed(address.AsSpan(Https.Length), HttpsPort, hosts)
            : address.StartsWith(Http, StringComparison.OrdinalIgnoreCase) && IsAllowed(address.AsSpan(Http.Length), HttpPort, hosts);
    }

    private static bool IsAllowed(ReadOnlySpan<char> afterScheme, int portOfScheme, IReadOnlyList<string> hosts)
    {
        var end = afterScheme.IndexOfAny(AfterHost);
        return ReturnHost.Parse((end < 0 ? afterScheme : afterScheme[..end]).ToString()) is { } target
            && hosts.Any(host => ReturnHost.Parse(host)?.Allows(target, portOfScheme) == true);
    }

    private static ReadOnlySpan<char> PathOf(string address)
    {
        var end = address.AsSpan().IndexOfAny(AfterPath);
        return end < 0 ? address : address.AsSpan(0, end);
    }
}
