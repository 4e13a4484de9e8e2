using System.Globalization;

namespace WxYarpGateway.Gateway.Certificates;

/// <summary>Which host names a certificate is for: the key under which it is configured.</summary>
internal static class HostPattern
{
    /// <summary>The key of the certificate for clients that name no host, or one that no other key matches.</summary>
    public const string Default = "Default";

    private const string Any = "*";
    private const string Wildcard = "*.";

    /// <summary>Returns a key as host names are compared, or <see langword="null"/> when it is no key.</summary>
    public static string? Read(string key)
    {
        if (key is Any || key.Equals(Default, StringComparison.OrdinalIgnoreCase))
        {
            return Default;
        }

        var isWildcard = key.StartsWith(Wildcard, StringComparison.Ordinal);
        return Ascii(isWildcard ? key[Wildcard.Length..] : key) is { } host ? (isWildcard ? Wildcard : "") + host : null;
    }

    /// <summary>Returns the keys that fit the name a client asks for, the best first: itself, then what covers it.</summary>
    public static IEnumerable<string> Fitting(string? serverName)
    {
        var host = (serverName ?? "").TrimEnd('.');
        if (host.Length > 0)
        {
            yield return host;
        }

        // As in certificates, an asterisk stands for one label.
        if (host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot)
        {
            yield return string.Concat("*", host.AsSpan(dot));
        }

        yield return Default;
    }

    // Clients ask for names in this form.
    private static string? Ascii(string host)
    {
        try
        {
            var ascii = new IdnMapping().GetAscii(host);
            return Uri.CheckHostName(ascii) == UriHostNameType.Dns ? ascii.TrimEnd('.').ToLowerInvariant() : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
