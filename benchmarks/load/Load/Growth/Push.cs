using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.Load.Growth;

/// <summary>Makes single plaintext pushes, each signed now and with an id of its own.</summary>
internal static class Push
{
    private static int _count;

    /// <summary>Returns a push to the service whose path and token end with the suffix.</summary>
    public static HttpRequestMessage To(int port, string suffix)
    {
        var id = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Sign(Cases.Token + suffix, now, id);
        return new(HttpMethod.Post, $"http://127.0.0.1:{port}/wx{suffix}?signature={signature}&timestamp={now}&nonce={id}")
        {
            Content = new StringContent(
                $"<xml><ToUserName>gh_0123456789ab</ToUserName><FromUserName>oBenchUser</FromUserName><CreateTime>{now}</CreateTime><MsgType>text</MsgType><Content>hello</Content><MsgId>1{id}</MsgId></xml>",
                Encoding.UTF8, "text/xml"),
        };
    }

    /// <summary>Returns whether an answer has the backend's reply.</summary>
    public static bool IsReply(string answer) => answer.Contains("hello from backend", StringComparison.Ordinal);

    private static string Sign(params string[] parts)
    {
        // WeChat's protocol is built on SHA-1; there is no other algorithm to choose.
#pragma warning disable CA5350
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Order(StringComparer.Ordinal)))));
#pragma warning restore CA5350
    }
}
