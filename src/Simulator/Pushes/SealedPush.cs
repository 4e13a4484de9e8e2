using System.Text;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes.Cipher;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>A push ready for delivery: the signed query and the body.</summary>
internal sealed record SealedPush(SignedQuery Query, ReadOnlyMemory<byte> Bytes, string ContentType)
{
    public string Body => Encoding.UTF8.GetString(Bytes.Span);

    public static SealedPush Create(PushIdentity identity, RenderedMessage message, PushOptions options, DateTimeOffset now)
    {
        var query = SignedQuery.Create(now, options.Timestamp, options.Nonce);
        query.Add("signature", options.Signature ?? Signature.Of(identity.Token, query.Timestamp, query.Nonce))
            .Add("timestamp", query.Timestamp)
            .Add("nonce", query.Nonce)
            .Add("openid", message.FromUser);
        var body = identity.Encryption == EncryptionMode.Plaintext ? message.Text : Encrypt(identity, message, options, query, now);
        var bytes = options.BodyBytes ?? Encoding.UTF8.GetBytes(options.Body ?? body);
        return new SealedPush(query, bytes, options.ContentType ?? (IsJson(identity, message) ? "application/json" : "text/xml"));
    }

    public HttpRequestMessage ToRequest(Uri url, IReadOnlyDictionary<string, string> headers)
    {
        var content = new ReadOnlyMemoryContent(Bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        var request = new HttpRequestMessage(HttpMethod.Post, Query.On(url)) { Content = content };
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/4.0");
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.TryAddWithoutValidation("Pragma", "no-cache");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static bool IsJson(PushIdentity identity, RenderedMessage message) =>
        identity.Encryption == EncryptionMode.Safe ? identity.Format == DataFormat.Json : message.IsJson;

    private static string Encrypt(
        PushIdentity identity,
        RenderedMessage message,
        PushOptions options,
        SignedQuery query,
        DateTimeOffset now)
    {
        var key = identity.EncodingAesKey
            ?? throw new InvalidOperationException($"Account '{identity.AppId}' has no EncodingAESKey to encrypt with.");
        var encrypt = new EnvelopeCipher(key).Seal(message.Text, identity.AppId, flaw: options.Flaw);
        query.Add("encrypt_type", "aes")
            .Add("msg_signature", options.MsgSignature ?? Signature.Of(identity.Token, query.Timestamp, query.Nonce, encrypt));
        var field = new PushedField("Encrypt", options.TampersAfterSigning ? Tamper(encrypt) : encrypt);
        if (identity.Encryption == EncryptionMode.Safe)
        {
            // A third-party platform's own events have AppId where all others have ToUserName.
            var head = message.ToUser is null && message.AppId is not null
                ? new PushedField("AppId", message.AppId)
                : new PushedField("ToUserName", message.ToUser ?? identity.OriginalId);
            return MessageWriter.Write([head, field], identity.Format);
        }

        var visible = options.VisibleMessage is { } other ? MessageWriter.Write(other, identity, now) : message;
        return MessageWriter.Append(visible, field);
    }

    // Changes one character in the middle: still base64, but not what was signed.
    private static string Tamper(string encrypt)
    {
        var middle = encrypt.Length / 2;
        return $"{encrypt[..middle]}{(encrypt[middle] == 'A' ? 'B' : 'A')}{encrypt[(middle + 1)..]}";
    }
}
