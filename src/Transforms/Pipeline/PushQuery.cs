using Microsoft.AspNetCore.WebUtilities;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>The query of a push, as WeChat signs it. A parameter given twice counts the first time.</summary>
internal sealed record PushQuery
{
    /// <summary>Gets the signature over token, timestamp and nonce.</summary>
    public string Signature { get; private init; } = "";

    /// <summary>Gets the signature that covers the ciphertext too.</summary>
    public string MessageSignature { get; private init; } = "";

    /// <summary>Gets the time of signing in Unix seconds, verbatim.</summary>
    public string Timestamp { get; private init; } = "";

    /// <summary>Gets the random text that was signed.</summary>
    public string Nonce { get; private init; } = "";

    /// <summary>Gets the text that WeChat's URL check wants back, or <see langword="null"/>.</summary>
    public string? Echo { get; private init; }

    /// <summary>Gets a value indicating whether the body is encrypted: <c>encrypt_type=aes</c>. Absent or <c>raw</c> means it is not; WeChat has no other value.</summary>
    public bool IsEncrypted { get; private init; }

    /// <summary>
    /// Gets a value indicating whether the query is signed as WeCom (企业微信) signs: with <c>msg_signature</c> alone, and no word of encryption.
    /// WeChat's has <c>signature</c>, or says <c>encrypt_type=aes</c>.
    /// </summary>
    public bool IsOfWeCom => Signature.Length == 0 && MessageSignature.Length > 0 && !IsEncrypted;

    /// <summary>Reads the parameters of a push out of its query string.</summary>
    public static PushQuery Read(QueryString query)
    {
        string? signature = null, messageSignature = null, timestamp = null, nonce = null, echo = null, encryptType = null;
        foreach (var parameter in new QueryStringEnumerable(query.Value))
        {
            switch (parameter.EncodedName.Span)
            {
                case "signature":
                    signature ??= parameter.DecodeValue().ToString();
                    break;
                case "msg_signature":
                    messageSignature ??= parameter.DecodeValue().ToString();
                    break;
                case "timestamp":
                    timestamp ??= parameter.DecodeValue().ToString();
                    break;
                case "nonce":
                    nonce ??= parameter.DecodeValue().ToString();
                    break;
                case "echostr":
                    echo ??= parameter.DecodeValue().ToString();
                    break;
                case "encrypt_type":
                    encryptType ??= parameter.DecodeValue().ToString();
                    break;
            }
        }

        return new PushQuery
        {
            Signature = signature ?? "",
            MessageSignature = messageSignature ?? "",
            Timestamp = timestamp ?? "",
            Nonce = nonce ?? "",
            Echo = echo,
            IsEncrypted = encryptType == "aes",
        };
    }

    // The generated one would print a signature that is still good.
    public override string ToString() => "***";
}
