using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Xml;

namespace WxYarpGateway.Transforms.Envelopes;

/// <summary>Writes pushes as WeChat does, signed now and encrypted on demand, for rehearsals and tests of a host.</summary>
public sealed class PushWriter
{
    private const string Xml = "text/xml";

    // Room for the tags of an envelope.
    private const int Tags = 128;

    private readonly ReadOnlyMemory<byte> _token;
    private readonly EncodingAesKey? _key;
    private readonly ReadOnlyMemory<byte> _appId;
    private readonly TimeProvider _clock;

    /// <summary>Initializes a new instance of the <see cref="PushWriter"/> class.</summary>
    /// <param name="token">The callback's token.</param>
    /// <param name="encodingAesKey">The callback's EncodingAESKey; <see langword="null"/> when no push is encrypted.</param>
    /// <param name="appId">The AppId, which is part of what is encrypted.</param>
    /// <param name="clock">Tells the time of the signatures.</param>
    /// <exception cref="ArgumentException">The EncodingAESKey is none.</exception>
    public PushWriter(string token, string? encodingAesKey, string appId, TimeProvider clock)
    {
        _token = Encoding.UTF8.GetBytes(token);
        _key = encodingAesKey is null
            ? null
            : EncodingAesKey.Parse(encodingAesKey)
                ?? throw new ArgumentException("It must have 43 base64 characters.", nameof(encodingAesKey));
        _appId = Encoding.UTF8.GetBytes(appId);
        _clock = clock;
    }

    /// <summary>Initializes a new instance of the <see cref="PushWriter"/> class with what a callback has.</summary>
    internal PushWriter(CallbackToken token, EncodingAesKey? key, ReadOnlyMemory<byte> appId, TimeProvider clock)
    {
        _token = token.Utf8;
        _key = key;
        _appId = appId;
        _clock = clock;
    }

    /// <summary>Returns a push in plaintext.</summary>
    /// <param name="url">The callback's address, without a query.</param>
    /// <param name="message">The message, XML or JSON.</param>
    public HttpRequestMessage Plaintext(Uri url, string message)
    {
        var (timestamp, nonce) = Moment();
        return Post(url, $"?signature={Sign(timestamp, nonce, default)}&timestamp={timestamp}&nonce={nonce}", message, Xml);
    }

    /// <summary>Returns an encrypted push, in an envelope of XML.</summary>
    /// <param name="url">The callback's address, without a query.</param>
    /// <param name="toUserName">The account's original id (<c>gh_…</c>), which the envelope shows.</param>
    /// <param name="message">The message, XML or JSON.</param>
    /// <exception cref="InvalidOperationException">There is no EncodingAESKey.</exception>
    public HttpRequestMessage Encrypted(Uri url, string toUserName, string message)
        => Encrypted(url, message, (name, ciphertext) =>
        {
            var xml = new XmlReply(Tags + (toUserName.Length * XmlReply.BytesOfUnit) + ciphertext.Length);
            xml.Open("xml"u8).Text("ToUserName"u8, toUserName).Text(Encoding.ASCII.GetBytes(name), ciphertext).Close("xml"u8);
            return Encoding.UTF8.GetString(xml.Written.Span);
        });

    /// <summary>Returns an encrypted push, in an envelope that is made for the name of a field and the ciphertext in it.</summary>
    internal HttpRequestMessage Encrypted(Uri url, string message, Func<string, string, string> enclose, string contentType = Xml)
    {
        var (timestamp, nonce) = Moment();
        var ciphertext = MessageCipher.Seal(
            _key ?? throw new InvalidOperationException("Give the writer an EncodingAESKey."),
            Encoding.UTF8.GetBytes(message),
            _appId.Span);
        return Post(
            url,
            $"?signature={Sign(timestamp, nonce, default)}&timestamp={timestamp}&nonce={nonce}"
                + $"&encrypt_type=aes&msg_signature={Sign(timestamp, nonce, ciphertext.Span)}",
            enclose("Encrypt", Encoding.ASCII.GetString(ciphertext.Span)),
            contentType);
    }

    /// <summary>Returns an encrypted push, in an envelope of JSON.</summary>
    internal HttpRequestMessage EncryptedJson(Uri url, string toUserName, string message)
        => Encrypted(
            url,
            message,
            (name, ciphertext) => new JsonObject { ["ToUserName"] = toUserName, [name] = ciphertext }.ToJsonString(),
            "application/json");

    private static HttpRequestMessage Post(Uri url, string query, string body, string contentType)
        => new(HttpMethod.Post, new Uri(url, url.Query.Length > 0 ? $"{url.Query}&{query[1..]}" : query))
        {
            Content = new StringContent(body, Encoding.UTF8, contentType),
        };

    private (string Timestamp, string Nonce) Moment()
        => (_clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), RandomNumberGenerator.GetHexString(16));

    private string Sign(string timestamp, string nonce, ReadOnlySpan<byte> ciphertext)
    {
        Span<byte> hex = stackalloc byte[Signature.Length];
        Signature.Compute(_token.Span, timestamp, nonce, ciphertext, hex);
        return Encoding.ASCII.GetString(hex);
    }
}
