using System.Text;
using Microsoft.Extensions.Logging;
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
        var key = Open(message, appId);
        if (key is null)
        {
            Log.DoesNotOpen(logger, message.Service.Name);
            return RefusedReply.Forged;
        }

        if (message.IsVerification)
        {
            return new WireReply(message.Body, WireReply.Text);
        }

        return await next(message, cancellationToken) switch
        {
            // WeChat takes "success" in clear, in every mode.
            WireReply { IsSealable: true } reply => new SealedReply(MessageCipher.Seal(key, reply.Body.Span, appId)),
            var reply => reply,
        };
    }

    private static EncodingAesKey? Open(MessageContext message, byte[] appId)
    {
        foreach (var key in message.Service.AesKeys)
        {
            if (MessageCipher.TryOpen(key, message.Ciphertext.Span, appId, out var opened))
            {
                message.Body = opened;
                return key;
            }
        }

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "A push to service '{Service}' is refused: it is signed by WeChat but does not open. Are EncodingAesKey and AppId those in the WeChat console?", EventName = "DoesNotOpen")]
        public static partial void DoesNotOpen(ILogger logger, string service);
    }
}
