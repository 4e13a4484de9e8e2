using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.Gateway.Tests.Hostile;

/// <summary>
/// A push as somebody writes it who has the token, or had it once: every part of it can be something else. Written from the protocol alone.
/// </summary>
public sealed record SignedPush(string Query, byte[] Body)
{
    public const string AppId = "wxhostile";
    public const string Token = "token-of-the-callback";
    public const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    public static string Now => At(TimeSpan.Zero);

    /// <summary>Returns a text message of its own.</summary>
    public static byte[] Text(string content) => Utf8(
        $"<xml><ToUserName>gh_1</ToUserName><FromUserName>oUser</FromUserName><CreateTime>1700000000</CreateTime><MsgType>text</MsgType><Content>{content}</Content><MsgId>{NewId()}</MsgId></xml>");

    public static long NewId() => RandomNumberGenerator.GetInt32(int.MaxValue) + (1L << 60);

    public static string NewNonce() => RandomNumberGenerator.GetInt32(1, int.MaxValue).ToString(CultureInfo.InvariantCulture);

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Returns the timestamp of a moment before or after now.</summary>
    public static string At(TimeSpan later) => (DateTimeOffset.UtcNow + later).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Signs a plaintext push.</summary>
    public static SignedPush Plaintext(byte[] body, string? timestamp = null, string? nonce = null)
        => new(QueryOf("signature", timestamp ?? Now, nonce ?? NewNonce()), body);

    /// <summary>Signs a push around any ciphertext, in XML or in JSON.</summary>
    public static SignedPush Around(string ciphertext, string before = "", string after = "", bool isJson = false)
        => new(
            QueryOf("msg_signature", Now, NewNonce(), ciphertext) + "&encrypt_type=aes",
            Utf8(isJson ? $$"""{{{before}}"Encrypt":"{{ciphertext}}"{{after}}}""" : $"<xml>{before}<Encrypt>{ciphertext}</Encrypt>{after}</xml>"));

    /// <summary>Seals and signs a push.</summary>
    public static SignedPush Encrypted(byte[] message, string appId = AppId) => Around(Seal(message, appId));

    /// <summary>Seals a message, its length field and its padding saying what the test likes.</summary>
    public static string Seal(byte[] message, string appId = AppId, uint? length = null, Func<byte[], byte[]>? pad = null)
    {
        var head = new byte[20];
        RandomNumberGenerator.Fill(head.AsSpan(0, 16));
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(16), length ?? (uint)message.Length);
        byte[] content = [.. head, .. message, .. Utf8(appId)];
        return Convert.ToBase64String(Encrypt((pad ?? Pad)(content)));
    }

    /// <summary>Encrypts bytes as they are, whole blocks of 16.</summary>
    public static byte[] Encrypt(byte[] plaintext)
    {
        using var aes = Aes.Create();
        aes.Key = Convert.FromBase64String(AesKey + "=");
        return aes.EncryptCbc(plaintext, aes.Key.AsSpan(0, 16), PaddingMode.None);
    }

    public static string Signature(params string[] parts)
#pragma warning disable CA5350 // WeChat's algorithm.
        => Convert.ToHexStringLower(SHA1.HashData(Utf8(string.Concat(parts.Append(Token).Order(StringComparer.Ordinal)))));
#pragma warning restore CA5350

    /// <summary>Returns the request with its body, as it goes over the wire.</summary>
    public byte[] To(string path, params string[] headers)
        => [.. Encoding.Latin1.GetBytes(Head(path, [.. headers, $"Content-Length: {Body.Length}"])), .. Body];

    /// <summary>Returns the request without its body, and no header about it.</summary>
    public string Head(string path, params string[] headers)
        => $"POST {path}?{Query} HTTP/1.1\r\nHost: wx.example.com\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n";

    private static string QueryOf(string name, string timestamp, string nonce, params string[] more)
        => $"{name}={Signature([timestamp, nonce, .. more])}&timestamp={Uri.EscapeDataString(timestamp)}&nonce={Uri.EscapeDataString(nonce)}";

    private static byte[] Pad(byte[] content)
    {
        var count = 32 - (content.Length % 32);
        return [.. content, .. Enumerable.Repeat((byte)count, count)];
    }
}
