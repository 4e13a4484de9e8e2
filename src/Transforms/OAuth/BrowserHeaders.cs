using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using WxYarpGateway.Transforms.Exchange;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>Drops the browser's headers that a backend must not get with our POST. All others stay, cookies above all.</summary>
internal static class BrowserHeaders
{
    private static readonly FrozenSet<string> Dropped = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,

        // They concern the connection to the gateway (RFC 9110, 7.6.1).
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authorization", "Proxy-Authenticate", "TE", "Trailer", "Transfer-Encoding",
        "Upgrade", "HTTP2-Settings",

        // They describe the body, which a GET does not have.
        "Expect", "Digest", "Repr-Digest", "Want-Digest",

        // It asks for a part of the page; the answer to a POST is whole.
        "Range",

        // They override the method, which is the gateway's choice.
        "X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override");

    // Sec-Fetch-* describes a GET from WeChat's site. With a POST, frameworks would take it for cross-site forgery.
    private static readonly string[] DroppedPrefixes = ["Content-", "If-", "Sec-Fetch-"];

    /// <summary>Removes the headers.</summary>
    public static void Drop(IHeaderDictionary headers)
    {
        foreach (var name in headers.Keys.Where(IsDropped).Concat(NamesOf(headers.Connection)).ToArray())
        {
            headers.Remove(name);
        }

        if (headers.Cookie.Any(value => value?.Contains(StateCookie.NameOf(""), StringComparison.Ordinal) == true))
        {
            headers.Cookie = WithoutOurs(headers.Cookie);
        }
    }

    private static IEnumerable<string> NamesOf(StringValues connection)
        => connection.SelectMany(value
            => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static bool IsDropped(string name)
        => Dropped.Contains(name)
            || DroppedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            || ReservedHeaders.Include(name);

    private static StringValues WithoutOurs(StringValues cookies)
        => cookies.Select(value => WithoutOurs(value ?? "")).Where(value => value.Length > 0).ToArray();

    private static string WithoutOurs(string cookies)
        => string.Join(';', cookies.Split(';').Where(cookie => !StateCookie.IsCookie(cookie.AsSpan().TrimStart()))).TrimStart();
}
