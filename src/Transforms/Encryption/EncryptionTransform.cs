using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Messages;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Encryption;

/// <summary>Opens encrypted pushes, and seals the reply with the key that opened the push.</summary>
internal sealed partial class EncryptionTransform(ILogger<EncryptionTransform> logger) : IMessageTransform
{
    // An echo is a number of some twenty digits.
    private const int LongestEcho = 64;

    private static readonly SearchValues<byte> EchoCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <inheritdoc/>
    public async ValueTask<Reply> InvokeAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
    {
        if (message.Ciphertext.IsEmpty)
        {
            return await next(message, cancellationToken);
        }

        var appId = Encoding.UTF8.GetBytes(message.Service.Account.AppId.Value);
        if (Open(message, appId) is not { } key)
        {
            return RefusedReply.Forged;
        }

        if (message.IsVerification)
        {
            return Echo(message);
        }

        return await next(message, cancellationToken) switch
        {
            // WeChat takes "success" in clear, in every mode.
            WireReply { IsSealable: true } reply => Seal(message, key, reply, appId),
            var reply => reply,
        };
    }

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

    private static SealedReply Seal(MessageContext message, EncodingAesKey key, WireReply reply, byte[] appId)
    {
        using var span = message.StartSpan(PushSpans.Seal);
        return new SealedReply(MessageCipher.Seal(key, reply.Body.Span, appId));
    }

    private EncodingAesKey? Open(MessageContext message, byte[] appId)
    {
        using var span = message.StartSpan(PushSpans.Open);
        foreach (var key in message.Service.AesKeys)
        {
            if (MessageCipher.TryOpen(key, message.Ciphertext.Span, appId, out var opened))
            {
                message.Body = opened;
                return key;
            }
        }

        span.Fail("does_not_open");
        Log.DoesNotOpen(logger, message.Service.Name);
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "A push to service '{Service}' is refused: it is signed by WeChat but does not open. Are EncodingAesKey and AppId those in the WeChat console?", EventName = "DoesNotOpen")]
        public static partial void DoesNotOpen(ILogger logger, string service);

        [LoggerMessage(2, LogLevel.Information, "A check of the URL of service '{Service}' is refused: what it wants back is no echo. Somebody may have recorded a push, and want it opened.", EventName = "NotAnEcho")]
        public static partial void NotAnEcho(ILogger logger, string service);
    }
}
