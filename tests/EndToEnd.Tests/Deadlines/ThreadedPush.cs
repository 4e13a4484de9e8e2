using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.EndToEnd.Tests.Deadlines;

/// <summary>A push in clear from a thread of its own, so that nothing but the gateway and the machine keeps its answer waiting.</summary>
internal static class ThreadedPush
{
    /// <summary>Pushes a text on a new connection; returns the body of the answer, and after what time it was there.</summary>
    public static (string Answer, TimeSpan Took) Send(Uri url, string token, string text)
    {
        var push = Bytes(url, token, text);
        using var socket = new Socket(
            AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        { NoDelay = true, ReceiveTimeout = 30_000 };
        socket.Connect(IPAddress.Loopback, url.Port);
        var start = TimeProvider.System.GetTimestamp();
        socket.Send(push);
        var answer = new byte[4096];
        var length = 0;
        TimeSpan took;
        do
        {
            var read = socket.Receive(answer.AsSpan(length));
            took = TimeProvider.System.GetElapsedTime(start);
            Assert.True(read > 0, "The gateway hung up.");
            length += read;
        }
        while (!IsWhole(Encoding.UTF8.GetString(answer, 0, length)));

        return (Encoding.UTF8.GetString(answer, 0, length).Split("\r\n\r\n")[1], took);
    }

    private static bool IsWhole(string answer)
        => answer.Split("\r\n\r\n") is [var head, var body]
            && head.Split("Content-Length: ") is [_, var rest]
            && body.Length >= int.Parse(rest.Split("\r\n")[0], CultureInfo.InvariantCulture);

    private static byte[] Bytes(Uri url, string token, string text)
    {
        var (timestamp, nonce) = (
            DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Guid.NewGuid().ToString("N"));
        var signed = string.Concat(new[] { token, timestamp, nonce }.Order(StringComparer.Ordinal));
        var body = $"<xml><ToUserName>gh_1</ToUserName><FromUserName>oSomebody</FromUserName><CreateTime>{timestamp}</CreateTime><MsgType>text</MsgType>"
            + $"<Content>{text}</Content><MsgId>{Random.Shared.NextInt64(1L << 54, long.MaxValue)}</MsgId></xml>";

        // WeChat signs with SHA-1.
#pragma warning disable CA5350
        var signature = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(signed)));
#pragma warning restore CA5350
        return Encoding.UTF8.GetBytes(
            $"POST {url.AbsolutePath}?signature={signature}&timestamp={timestamp}&nonce={nonce} HTTP/1.1\r\nHost: {url.Authority}\r\n"
            + $"Content-Type: text/xml\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }
}
