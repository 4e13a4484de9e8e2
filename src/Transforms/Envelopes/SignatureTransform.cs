using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Envelopes;

/// <summary>Proves that a push comes from WeChat and is fresh, signs the sealed reply, and answers WeChat's check of the server URL.</summary>
internal sealed partial class SignatureTransform(TimeProvider clock, ILogger<SignatureTransform> logger) : ImmediateTransform
{
    private const string WrongSignature = "wrong_signature";

    /// <inheritdoc/>
    public override Reply? Receive(MessageContext message)
        => message.Query.IsOfWeCom ? RefuseWeCom(message) : message.IsVerification ? VerifyUrl(message) : Refuse(message);

    /// <inheritdoc/>
    public override Reply Send(MessageContext message, Reply reply) => reply is SealedReply sealedReply ? Sign(message, sealedReply) : reply;

    /// <summary>Returns the refusal of a push that is not WeChat's or not fresh.</summary>
    private RefusedReply? Refuse(MessageContext message)
    {
        using var span = message.StartSpan(PushSpans.Verify);
        var mode = message.Callback.Encryption;
        if (message.Query.IsEncrypted ? mode == EncryptionMode.Plaintext : mode is EncryptionMode.Safe or EncryptionMode.Compatible)
        {
            span.Fail("wrong_mode");
            Log.WrongMode(logger, message.Callback.Name, message.Query.IsEncrypted ? "encrypted" : "plaintext", mode);
            return RefusedReply.Forged;
        }

        if (message.Query.IsEncrypted && message.Ciphertext.IsEmpty)
        {
            span.Fail("no_ciphertext");
            return RefusedReply.Forged;
        }

        var signature = message.Query.IsEncrypted ? message.Query.MessageSignature : message.Query.Signature;
        if (!IsSigned(message, signature, message.Query.IsEncrypted ? message.Ciphertext.Span : default))
        {
            span.Fail(WrongSignature);
            Log.WrongSignature(logger, message.Callback.Name);
            return RefusedReply.Forged;
        }

        if (!IsFresh(message))
        {
            span.Fail("stale");
            return RefusedReply.Stale;
        }

        return null;
    }

    /// <summary>Answers <c>GET ?signature&amp;timestamp&amp;nonce&amp;echostr</c>. It changes nothing, so its age does not matter.</summary>
    private Reply VerifyUrl(MessageContext message)
    {
        using var span = message.StartSpan(PushSpans.Verify);
        if (message.Query.Echo is not { Length: > 0 } echo)
        {
            span.Fail("no_echo");
            return RefusedReply.Malformed;
        }

        if (IsSigned(message, message.Query.Signature, ciphertext: default))
        {
            return new WireReply(Encoding.UTF8.GetBytes(echo), WireReply.Text);
        }

        span.Fail(WrongSignature);
        Log.WrongSignature(logger, message.Callback.Name);
        return RefusedReply.Forged;
    }

    /// <summary>Refuses what comes from WeCom, whose accounts are others than WeChat's: were its check of the URL answered, every message after it would fail.</summary>
    private RefusedReply RefuseWeCom(MessageContext message)
    {
        using var span = message.StartSpan(PushSpans.Verify);
        span.Fail("wecom");
        Log.OfWeCom(logger, message.Callback.Name, message.IsVerification ? "check of the URL" : "push");
        return RefusedReply.Forged;
    }

    /// <summary>Signs the reply as WeChat signed the push: with the same token, over our time and WeChat's nonce.</summary>
    private SealedReply Sign(MessageContext message, SealedReply reply)
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds();
        var signature = new byte[Signature.Length];
        Signature.Compute(
            message.SignedWith!.Utf8.Span,
            timestamp.ToString(CultureInfo.InvariantCulture),
            message.Query.Nonce,
            reply.Ciphertext.Span,
            signature);
        return reply with { Timestamp = timestamp, Signature = signature };
    }

    private static bool IsSigned(MessageContext message, string signature, ReadOnlySpan<byte> ciphertext)
    {
        foreach (var token in message.Callback.Tokens)
        {
            if (Signature.Matches(signature, token.Utf8.Span, message.Query.Timestamp, message.Query.Nonce, ciphertext))
            {
                message.SignedWith = token;
                return true;
            }
        }

        return false;
    }

    private bool IsFresh(MessageContext message)
    {
        // The parser itself would read over NULs at the end.
        if (message.Query.Timestamp.AsSpan().ContainsAnyExceptInRange('0', '9')
            || !long.TryParse(message.Query.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return false;
        }

        var skew = (clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration();
        if (skew > message.Callback.MaxClockSkew)
        {
            Log.Stale(logger, message.Callback.Name, skew, message.Callback.MaxClockSkew);
            return false;
        }

        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "A push to service '{Service}' is refused: its signature does not match. Is Token the one in the WeChat console?", EventName = "WrongSignature")]
        public static partial void WrongSignature(ILogger logger, string service);

        [LoggerMessage(2, LogLevel.Information, "A push to service '{Service}' is refused: it was signed '{Skew}' away from our clock, more than MaxClockSkew '{MaxClockSkew}'.", EventName = "Stale")]
        public static partial void Stale(ILogger logger, string service, TimeSpan skew, TimeSpan maxClockSkew);

        [LoggerMessage(3, LogLevel.Information, "A push to service '{Service}' is refused: it is '{Form}', and Encryption is '{Mode}'. Does the WeChat console say the same?", EventName = "WrongMode")]
        public static partial void WrongMode(ILogger logger, string service, string form, EncryptionMode mode);

        [LoggerMessage(4, LogLevel.Information, "A '{What}' of service '{Service}' is refused: it is signed by msg_signature alone, as WeCom (企业微信) signs, which this gateway does not serve. Give this URL to an official account or a mini program instead.", EventName = "OfWeCom")]
        public static partial void OfWeCom(ILogger logger, string service, string what);
    }
}
