using System.Buffers;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Messages;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Encryption;

/// <summary>Opens encrypted pushes, and seals the reply with the key that opened the push.</summary>
internal sealed partial class EncryptionTransform(ILogger<EncryptionTransform> logger) : ImmediateTransform
{
    // An echo is a number of some twenty digits.
    private const int LongestEcho = 64;

    private static readonly SearchValues<byte> EchoCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <inheritdoc/>
    public override Reply? Receive(MessageContext message)
    {
        if (message.Ciphertext.IsEmpty)
        {
            return null;
        }

        if (!TryOpen(message))
        {
            return RefusedReply.Forged;
        }

        return message.IsVerification ? Echo(message) : null;
    }

    /// <inheritdoc/>
    public override Reply Send(MessageContext message, Reply reply)
        // WeChat takes "success" in clear, in every mode.
        => message.OpenedWith is { } key && reply is WireReply { IsSealable: true } wire ? Seal(message, key, wire) : reply;

    /// <summary>Returns the echo that WeChat's check of the URL asks for.</summary>
    /// <remarks>A message is none: whoever recorded a push could send its ciphertext as an echo, with the push's own signature, and have it opened.</remarks>
    private Reply Echo(MessageContext message)
    {
        if (message.Body.Length is > 0 and <= LongestEcho && !message.Body.Span.ContainsAnyExcept(EchoCharacters))
        {
            return new WireReply(message.Body, WireReply.Text);
        }

        Log.NotAnEcho(logger, message.Service.Name);
        return RefusedReply.Forged;
    }

    private static SealedReply Seal(MessageContext message, EncodingAesKey key, WireReply reply)
    {
        using var span = message.StartSpan(PushSpans.Seal);
        return new SealedReply(MessageCipher.Seal(key, reply.Body.Span, message.Service.AppIdUtf8.Span));
    }

    private bool TryOpen(MessageContext message)
    {
        using var span = message.StartSpan(PushSpans.Open);
        foreach (var key in message.Service.AesKeys)
        {
            if (MessageCipher.TryOpen(key, message.Ciphertext.Span, message.Service.AppIdUtf8.Span, out var opened))
            {
                message.Body = opened;
                message.OpenedWith = key;
                return true;
            }
        }

        span.Fail("does_not_open");
        Log.DoesNotOpen(logger, message.Service.Name);
        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "A push to service '{Service}' is refused: it is signed by WeChat but does not open. Are EncodingAesKey and AppId those in the WeChat console?", EventName = "DoesNotOpen")]
        public static partial void DoesNotOpen(ILogger logger, string service);

        [LoggerMessage(2, LogLevel.Information, "A check of the URL of service '{Service}' is refused: what it wants back is no echo. Somebody may have recorded a push, and want it opened.", EventName = "NotAnEcho")]
        public static partial void NotAnEcho(ILogger logger, string service);
    }
}
