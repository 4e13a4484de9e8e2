using System.Text;

namespace WxYarpGateway.Gateway.Configuration;

/// <summary>Reads the addresses of <c>Gateway:Urls</c> and <c>Gateway:InternalUrls</c>.</summary>
internal static class ListenAddress
{
    /// <summary>How long the path of a unix domain socket can be in bytes. Source: unix(7), sun_path.</summary>
    public const int LongestSocketPath = 107;

    private const int LargestPort = 65535;

    /// <summary>Gets the schemes of public addresses.</summary>
    public static IReadOnlyList<string> PublicSchemes { get; } = [Uri.UriSchemeHttp, Uri.UriSchemeHttps];

    /// <summary>Gets the schemes of internal addresses.</summary>
    public static IReadOnlyList<string> InternalSchemes { get; } = [Uri.UriSchemeHttp];

    /// <summary>Returns what is wrong with an address, or <see langword="null"/>.</summary>
    public static string? WhatIsWrong(string url, IReadOnlyList<string> schemes)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address switch
            {
                // Its two addresses would get a port each.
                { Port: 0, Host: "localhost" } => "must name a port, or 127.0.0.1 in place of localhost",
                { IsUnixPipe: true } when Encoding.UTF8.GetByteCount(address.UnixPipePath) > LongestSocketPath
                    => $"must have a socket path of at most {LongestSocketPath} bytes",
                { IsNamedPipe: true } or { IsUnixPipe: false, Port: < 0 or > LargestPort } or { PathBase.Length: > 0 } => MustBe(schemes),
                _ when schemes.Contains(address.Scheme.ToLowerInvariant()) => null,
                _ => IsTls(address) ? "must be http, since the public addresses alone speak TLS" : MustBe(schemes),
            };
        }
        catch (FormatException)
        {
            return MustBe(schemes);
        }
    }

    /// <summary>Returns whether only this machine can reach an address.</summary>
    public static bool IsLoopback(BindingAddress address)
        => address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (System.Net.IPAddress.TryParse(address.Host, out var ip) && System.Net.IPAddress.IsLoopback(ip));

    /// <summary>Returns whether connections to an address are encrypted.</summary>
    public static bool IsTls(BindingAddress address) => address.Scheme.Equals(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);

    private static string MustBe(IReadOnlyList<string> schemes) => $"must be an {string.Join(" or ", schemes)} address without a path";
}
