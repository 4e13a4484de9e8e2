using System.Text;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Messages;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Encryption;

/// <summary>Opens encrypted pushes, and seals the reply with the key that opened the push.</summary>
internal sealed partial class EncryptionTransform(ILogger<EncryptionTransform> logger) : IMessageTransform
{
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
            return new WireReply(message.Body, WireReply.Text);
        }

        return await next(message, cancellationToken) switch
        {
            // WeChat takes "success" in clear, in every mode.
            WireReply { IsSealable: true } reply => Seal(message, key, reply, appId),
            var reply => reply,
        };
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
    }
}
