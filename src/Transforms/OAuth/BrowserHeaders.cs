using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using WxYarpGateway.Transforms.Exchange;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>Which of a browser's headers a backend does not get with our POST. All others go along as they came, cookies above all.</summary>
internal static class BrowserHeaders
{
    private static readonly FrozenSet<string> Dropped = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,

        // For the connection to us (RFC 9110, 7.6.1).
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authorization", "Proxy-Authenticate", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "HTTP2-Settings",

        // About the body of a GET, which has none.
        "Expect", "Digest", "Repr-Digest", "Want-Digest",

        // A part of the page, or only a newer one: the answer to a POST is always whole.
        "Range",

        // They make another method of a POST, which the browser did not send.
        "X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override");

    // Sec-Fetch-* tells of a GET that came from WeChat's site; a POST from another site is what frameworks refuse as forged.
    private static readonly string[] DroppedPrefixes = ["Content-", "If-", "Sec-Fetch-"];

    /// <summary>Takes them out.</summary>
    public static void Drop(IHeaderDictionary headers)
    {
        var ofTheConnection = headers.Connection.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToArray();
        foreach (var name in headers.Keys.Where(IsDropped).Concat(ofTheConnection).ToArray())
        {
            headers.Remove(name);
        }

        if (headers.Cookie.Any(value => value?.Contains(StartedRedirect.CookieName(""), StringComparison.Ordinal) == true))
        {
            headers.Cookie = WithoutOurs(headers.Cookie);
        }
    }

    private static bool IsDropped(string name)
        => Dropped.Contains(name)
            || DroppedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            || PassedHeaders.IsSpoofable(name);

    private static StringValues WithoutOurs(StringValues cookies)
        => cookies.Select(value => WithoutOurs(value ?? "")).Where(value => value.Length > 0).ToArray();

    private static string WithoutOurs(string cookies)
        => string.Join(';', cookies.Split(';').Where(cookie => !StartedRedirect.IsCookie(cookie.AsSpan().TrimStart()))).TrimStart();
}
