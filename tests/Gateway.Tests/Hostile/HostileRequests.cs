using System.Globalization;
using System.Text;

namespace WxYarpGateway.Gateway.Tests.Hostile;

/// <summary>
/// The requests of <see cref="HostileRequestTests"/>: a rightly signed push each, in an HTTP that is wrong, ambiguous or rare.
/// </summary>
internal static class HostileRequests
{
    private const string Path = "/" + HostileRig.Plain;

    /// <summary>
    /// Gets requests that must be refused by the server itself: no push is counted, and nothing after them on the connection is read.
    /// </summary>
    public static IEnumerable<(string Name, string Request)> Refused =>
    [
        .. Lengths, .. Heads,
        .. new[] { "chunked, identity", "identity", "xchunked", "gzip", "\u000bchunked", "chunked;q=1" }
            .Select(coding => ($"Transfer-Encoding: {coding}", Framed($"Transfer-Encoding: {coding}", "0\r\n\r\n" + Smuggled()))),
    ];

    /// <summary>Gets requests whose chunks are wrong: a push begins, and ends there.</summary>
    public static IEnumerable<(string Name, string Request)> BadChunks => new[]
    {
        "FFFFFFFFFFFFFFFFF\r\nx", "80000000\r\nx", "-1\r\nx", "0x5\r\nhello", "+5\r\nhello", "g\r\nx", "\r\nx", "5 5\r\nhello",
            "3\r\nhello\r\n0\r\n\r\n",
        "5;a\nX: y\r\nhello\r\n0\r\n\r\n", "5\nhello\n0\n\n", "0;\n\r\n" + Smuggled(),
    }.Select(chunks => ($"chunks: {Shown(chunks)}", Framed("Transfer-Encoding: chunked", chunks)));

    /// <summary>Gets requests that are odd but plain in what they say: the push in them counts once.</summary>
    public static IEnumerable<(string Name, string Request)> Taken =>
    [
        ("chunked, with extensions and trailers",
            Chunked("5;a=b;c=\"d\"\r\n", "X-WeChat-Service: other\r\nUser-Openid: o-forged\r\nContent-Length: 3\r\n")),
        ("chunked, and said so twice", Chunked("5\r\n", "", "Transfer-Encoding: chunked\r\n")),
        ("chunked, sizes with zeros", Chunked("00000005\r\n", "")),
        ("absolute form", Push($"POST http://wx.example.com{Path}", "Host: wx.example.com")),
        ("a path in other letters and escapes", Push("POST /%70lain", "Host: wx.example.com")),
        ("a path with steps back", Push($"POST /safe/.%2e{Path}", "Host: wx.example.com")),
        ("a length with its sign, which Kestrel reads as it is meant",
            Push($"POST {Path}", "Host: wx.example.com").Replace("Content-Length: ", "Content-Length: +", StringComparison.Ordinal)),
        ("any host at all", Push($"POST {Path}", "Host: evil.example:1")),
        ("an expectation", Push($"POST {Path}", "Host: wx.example.com\r\nExpect: 100-continue")),
        ("an upgrade to HTTP/2", Push($"POST {Path}",
            "Host: wx.example.com\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__")),
        ("an upgrade to a WebSocket",
            Push($"POST {Path}",
                "Host: wx.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " +
                    "dGhlIHNhbXBsZSBub25jZQ==")),
        ("a method to take in place of ours", Push($"POST {Path}", "Host: wx.example.com\r\nX-HTTP-Method-Override: DELETE")),
    ];

    /// <summary>Returns a push with a length and with chunks, which say different things.</summary>
    public static string LengthAndChunks() => Chunked("5\r\n", "", "Content-Length: 3\r\n");

    /// <summary>Returns a rightly signed push, to be hidden where a body is.</summary>
    public static string Smuggled() => Push($"POST {Path}", "Host: wx.example.com");

    private static IEnumerable<(string Name, string Request)> Lengths => new[]
    {
        "-1", "0x5", "5, 5", "5,6", "5 5", "", "1e1", "99999999999999999999", "5\r\nContent-Length: 5", "5\r\nContent-Length: 6", "\u0660",
    }.Select(length => ($"Content-Length: {Shown(length)}", Framed($"Content-Length: {length}", Smuggled())));

    private static IEnumerable<(string Name, string Request)> Heads =>
    [
        ("a header on two lines", Push($"POST {Path}", "Host: wx.example.com\r\nX-A: b\r\n c")),
        ("lines that end in LF", Push($"POST {Path}", "Host: wx.example.com").Replace("\r\n", "\n", StringComparison.Ordinal)),
        ("one line that ends in LF", Push($"POST {Path}", "Host: wx.example.com\nX-A: b")),
        ("one line that ends in CR", Push($"POST {Path}", "Host: wx.example.com\rX-A: b")),
        ("a header without a colon", Push($"POST {Path}", "Host: wx.example.com\r\nX-A")),
        ("a header without a name", Push($"POST {Path}", "Host: wx.example.com\r\n: b")),
        ("a space before the colon", Push($"POST {Path}", "Host: wx.example.com\r\nX-A : b")),
        ("a space before the colon of Transfer-Encoding", Push($"POST {Path}", "Host: wx.example.com\r\nTransfer-Encoding : chunked")),
        ("a NUL in a value", Push($"POST {Path}", "Host: wx.example.com\r\nX-A: b\0c")),
        ("a NUL in a name", Push($"POST {Path}", "Host: wx.example.com\r\nX\0A: b")),
        ("no host", Push($"POST {Path}", "X-A: b")),
        ("two hosts", Push($"POST {Path}", "Host: wx.example.com\r\nHost: wx.example.com")),
        ("a host with a path", Push($"POST {Path}", "Host: wx.example.com/x")),
        ("a host with a user", Push($"POST {Path}", "Host: a@wx.example.com")),
        ("absolute form of another host", Push($"POST http://evil.example{Path}", "Host: wx.example.com")),
        ("authority form", Push("POST wx.example.com:443", "Host: wx.example.com")),
        ("a NUL in the path", Push("POST /plain%00", "Host: wx.example.com")),
        ("a raw NUL in the path", Push("POST /plain\0", "Host: wx.example.com")),
        ("HTTP/1.2", Push($"POST {Path}", "Host: wx.example.com").Replace("HTTP/1.1", "HTTP/1.2", StringComparison.Ordinal)),
        ("HTTP/2.0 in words", Push($"POST {Path}", "Host: wx.example.com").Replace("HTTP/1.1", "HTTP/2.0", StringComparison.Ordinal)),
        ("HTTP/0.9", $"GET {Path}\r\n"),
        ("TLS on a port without", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003"),
    ];

    private static string Push(string start, string head)
    {
        var push = SignedPush.Plaintext(SignedPush.Text("smuggled"));
        var query = start.EndsWith(":443", StringComparison.Ordinal) ? "" : "?" + push.Query;
        return string.Create(CultureInfo.InvariantCulture,
            $"{start}{query} HTTP/1.1\r\n{head}\r\nContent-Length: {push.Body.Length}\r\n\r\n{Encoding.UTF8.GetString(push.Body)}");
    }

    private static string Framed(string framing, string rest)
        => $"POST {Path}?{SignedPush.Plaintext([]).Query} HTTP/1.1\r\nHost: wx.example.com\r\n{framing}\r\n\r\n{rest}";

    private static string Chunked(string firstSize, string trailers, string head = "")
    {
        var push = SignedPush.Plaintext(SignedPush.Text("chunked"));
        var body = Encoding.UTF8.GetString(push.Body);
        return $"POST {Path}?{push.Query} HTTP/1.1\r\nHost: wx.example.com\r\n{head}Transfer-Encoding: " +
            $"chunked\r\n\r\n{firstSize}{body[..5]}\r\n{body.Length - 5:x}\r\n{body[5..]}\r\n0\r\n{trailers}\r\n";
    }

    private static string Shown(string text) => text.Length > 40 ? text[..40] : text;
}
