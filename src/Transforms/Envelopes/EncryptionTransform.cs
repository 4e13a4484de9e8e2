using System.Buffers;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Envelopes;

/// <summary>Decrypts pushes, and encrypts each reply with the key that decrypted its push.</summary>
internal sealed partial class EncryptionTransform(ILogger<EncryptionTransform> logger) : ImmediateTransform
{
    /// <inheritdoc/>
    public override Reply? Receive(MessageContext message)
    {
        if (message.Ciphertext.IsEmpty)
        {
            return null;
        }

        return TryOpen(message) ? null : RefusedReply.Forged;
    }

    /// <inheritdoc/>
    public override Reply Send(MessageContext message, Reply reply)
        // WeChat accepts "success" in clear in every mode.
        => message.OpenedWith is { } key && reply is WireReply { IsSealable: true } wire ? Seal(message, key, wire) : reply;

    private static SealedReply Seal(MessageContext message, EncodingAesKey key, WireReply reply)
    {
        using var span = message.StartSpan(PushSpans.Seal);
        var appId = message.Callback.AppIdUtf8.Span;
        var rented = ArrayPool<byte>.Shared.Rent(MessageCipher.LengthOf(reply.Body.Span, appId));
        var length = MessageCipher.SealInto(rented, key, reply.Body.Span, appId);
        return new SealedReply(new ReadOnlyMemory<byte>(rented, 0, length)) { Rented = rented };
    }

    private bool TryOpen(MessageContext message)
    {
        using var span = message.StartSpan(PushSpans.Open);
        foreach (var key in message.Callback.AesKeys)
        {
            if (MessageCipher.TryOpen(key, message.Ciphertext.Span, message.Callback.AppIdUtf8.Span, out var opened))
            {
                message.Body = opened;
                message.OpenedWith = key;
                return true;
            }
        }

        span.Fail("does_not_open");
        Log.DoesNotOpen(logger, message.Callback.Name);
        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "Refused a push to service '{Service}': its signature is right, but it cannot be decrypted. "
            + "Compare EncodingAesKey and AppId with the WeChat console.",
            EventName = "DoesNotOpen")]
        public static partial void DoesNotOpen(ILogger logger, string service);
    }
}
