using Microsoft.AspNetCore.WebUtilities;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>The query parameters of a push. Of a repeated parameter, the first one counts.</summary>
internal sealed record PushQuery
{
    /// <summary>Gets <c>signature</c>, which covers token, timestamp and nonce.</summary>
    public string Signature { get; private init; } = "";

    /// <summary>Gets <c>msg_signature</c>, which covers the ciphertext as well.</summary>
    public string MessageSignature { get; private init; } = "";

    /// <summary>Gets the time of signing in Unix seconds, as the text that WeChat signed.</summary>
    public string Timestamp { get; private init; } = "";

    /// <summary>Gets the random text that WeChat signed.</summary>
    public string Nonce { get; private init; } = "";

    /// <summary>Gets <c>echostr</c>, which WeChat's URL check expects as the answer; <see langword="null"/> for a push.</summary>
    public string? Echo { get; private init; }

    /// <summary>
    /// Gets a value indicating whether the body is encrypted: <c>encrypt_type=aes</c>. WeChat sends <c>raw</c> or nothing when it is not.
    /// </summary>
    public bool IsEncrypted { get; private init; }

    /// <summary>
    /// Gets a value indicating whether WeCom (企业微信) signed the query: it has <c>msg_signature</c> alone and no <c>encrypt_type</c>.
    /// WeChat sends <c>signature</c> or <c>encrypt_type=aes</c>.
    /// </summary>
    public bool IsOfWeCom => Signature.Length == 0 && MessageSignature.Length > 0 && !IsEncrypted;

    /// <summary>Reads the parameters from a query string.</summary>
    public static PushQuery Read(QueryString query)
    {
        string? signature = null, messageSignature = null, timestamp = null, nonce = null, echo = null, encryptType = null;
        foreach (var parameter in new QueryStringEnumerable(query.Value))
        {
            switch (parameter.EncodedName.Span)
            {
                case "signature":
                    signature ??= TextOf(parameter);
                    break;
                case "msg_signature":
                    messageSignature ??= TextOf(parameter);
                    break;
                case "timestamp":
                    timestamp ??= TextOf(parameter);
                    break;
                case "nonce":
                    nonce ??= TextOf(parameter);
                    break;
                case "echostr":
                    echo ??= TextOf(parameter);
                    break;
                case "encrypt_type":
                    encryptType ??= TextOf(parameter);
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

    // Decoding copies a value also where nothing is encoded, as in all that WeChat sends.
    private static string TextOf(QueryStringEnumerable.EncodedNameValuePair parameter)
        => parameter.EncodedValue.Span.ContainsAny('%', '+') ? parameter.DecodeValue().ToString() : parameter.EncodedValue.ToString();

    // The record's generated ToString would print a signature that is still valid.
    public override string ToString() => "***";
}
