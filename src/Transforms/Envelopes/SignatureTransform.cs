using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Envelopes;

/// <summary>Checks the signature and timestamp of a push, signs the sealed reply, and answers WeChat's check of the server URL.</summary>
internal sealed partial class SignatureTransform(TimeProvider clock, ILogger<SignatureTransform> logger) : ImmediateTransform
{
    private const string WrongSignature = "wrong_signature";

    /// <inheritdoc/>
    public override Reply? Receive(MessageContext message)
        => message.IsTrusted ? null
            : message.Query.IsOfWeCom ? RefuseWeCom(message)
            : message.IsVerification ? VerifyUrl(message)
            : Refuse(message);

    /// <inheritdoc/>
    public override Reply Send(MessageContext message, Reply reply)
        => reply is SealedReply sealedReply ? Sign(message, sealedReply) : reply;

    /// <summary>Returns the refusal of a push with a wrong mode, signature or timestamp; <see langword="null"/> accepts the push.</summary>
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

    /// <summary>
    /// Answers <c>GET ?signature&amp;timestamp&amp;nonce&amp;echostr</c>. A replay does no harm, so the timestamp is not checked.
    /// </summary>
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

    /// <summary>Refuses WeCom, which the gateway does not serve. If its URL check succeeded, every later message would fail.</summary>
    private RefusedReply RefuseWeCom(MessageContext message)
    {
        using var span = message.StartSpan(PushSpans.Verify);
        span.Fail("wecom");
        Log.OfWeCom(logger, message.Callback.Name, message.IsVerification ? "check of the URL" : "push");
        return RefusedReply.Forged;
    }

    /// <summary>Signs the reply with the token of the push, the gateway's time and the push's nonce.</summary>
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
        // long.TryParse would accept trailing NULs.
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
        [LoggerMessage(
            1,
            LogLevel.Information,
            "Refused a push to service '{Service}': its signature does not match. Compare Token with the WeChat console.",
            EventName = "WrongSignature")]
        public static partial void WrongSignature(ILogger logger, string service);

        [LoggerMessage(
            2,
            LogLevel.Information,
            "Refused a push to service '{Service}': its timestamp differs from the gateway's clock by '{Skew}', "
            + "more than MaxClockSkew '{MaxClockSkew}'. If this repeats, synchronize the clock.",
            EventName = "Stale")]
        public static partial void Stale(ILogger logger, string service, TimeSpan skew, TimeSpan maxClockSkew);

        [LoggerMessage(
            3,
            LogLevel.Information,
            "Refused a push to service '{Service}': it is '{Form}', but Encryption is '{Mode}'. "
            + "Compare Encryption with the mode in the WeChat console.",
            EventName = "WrongMode")]
        public static partial void WrongMode(ILogger logger, string service, string form, EncryptionMode mode);

        [LoggerMessage(
            4,
            LogLevel.Information,
            "Refused a '{What}' to service '{Service}': it is signed by msg_signature alone, as WeCom (企业微信) signs. "
            + "The gateway does not serve WeCom. Enter this URL for an official account or a mini program.",
            EventName = "OfWeCom")]
        public static partial void OfWeCom(ILogger logger, string service, string what);
    }
}
