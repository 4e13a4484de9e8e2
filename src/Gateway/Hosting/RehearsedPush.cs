using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WxYarpGateway.Transforms.Envelopes;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Hosting;

/// <summary>Pushes as WeChat sends them, with a token and a key that are made up for one rehearsal.</summary>
internal sealed class RehearsedPush
{
    /// <summary>What a message says that the backend keeps waiting.</summary>
    public const string SlowText = "slowly";

    /// <summary>The AppId.</summary>
    public const string AppId = "wxrehearsal";

    /// <summary>How long the backend then takes: longer than <see cref="Deadline"/>.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(150);

    /// <summary>The deadline of the service whose backend is slow.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets the token.</summary>
    public string Token { get; } = RandomNumberGenerator.GetHexString(32);

    /// <summary>Gets the EncodingAESKey.</summary>
    public string AesKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))[..EncodingAesKey.TextLength];

    /// <summary>Makes a push in clear.</summary>
    public HttpRequestMessage InClear(Uri url, string text)
    {
        var (timestamp, nonce) = (Now(), RandomNumberGenerator.GetHexString(16));
        return Post(url, $"?signature={Sign(timestamp, nonce, default)}&timestamp={timestamp}&nonce={nonce}", Message(text));
    }

    /// <summary>Makes an encrypted push.</summary>
    public HttpRequestMessage Sealed(Uri url, string text)
    {
        var (timestamp, nonce) = (Now(), RandomNumberGenerator.GetHexString(16));
        var ciphertext = MessageCipher.Seal(
            EncodingAesKey.Parse(AesKey)!, Encoding.UTF8.GetBytes(Message(text)), Encoding.UTF8.GetBytes(AppId));
        return Post(
            url,
            $"?signature={Sign(timestamp, nonce, default)}&timestamp={timestamp}&nonce={nonce}"
                + $"&encrypt_type=aes&msg_signature={Sign(timestamp, nonce, ciphertext.Span)}",
            "<xml><ToUserName><![CDATA[gh_1]]></ToUserName>"
                + $"<Encrypt><![CDATA[{Encoding.ASCII.GetString(ciphertext.Span)}]]></Encrypt></xml>");
    }

    private static string Now() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Message(string text)
        => "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[rehearsal]]></FromUserName>"
            + $"<CreateTime>{Now()}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            + $"<Content><![CDATA[{text}]]></Content><MsgId>{RandomNumberGenerator.GetInt32(1, int.MaxValue)}</MsgId></xml>";

    private static HttpRequestMessage Post(Uri url, string query, string body)
        => new(HttpMethod.Post, new Uri(url, query)) { Content = new StringContent(body, Encoding.UTF8, "text/xml") };

    private string Sign(string timestamp, string nonce, ReadOnlySpan<byte> ciphertext)
    {
        Span<byte> hex = stackalloc byte[Signature.Length];
        Signature.Compute(Encoding.UTF8.GetBytes(Token), timestamp, nonce, ciphertext, hex);
        return Encoding.ASCII.GetString(hex);
    }
}
