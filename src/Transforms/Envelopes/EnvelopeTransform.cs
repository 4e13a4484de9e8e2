using System.Buffers;
using System.Text.Json;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Formats;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Xml;

namespace WxYarpGateway.Transforms.Envelopes;

/// <summary>Reads the ciphertext from the envelope of a push, and puts the sealed reply into an envelope of the same format.</summary>
/// <remarks>The rest of a push's envelope is ignored, because WeChat does not sign it. Compatible mode repeats the message there.</remarks>
internal sealed class EnvelopeTransform : ImmediateTransform
{
    /// <summary>Room for what is in a reply's envelope beside ciphertext and nonce.</summary>
    private const int Tags = 256;

    /// <inheritdoc/>
    public override Reply? Receive(MessageContext message)
    {
        if (!message.Query.IsEncrypted || message.IsVerification)
        {
            return null;
        }

        message.Envelope = BodyFormat.Of(message.Body.Span);
        var isOpened = message.Envelope == MessageFormat.Json ? TryOpenJson(message) : TryOpenXml(message);
        return isOpened ? null : RefusedReply.Malformed;
    }

    /// <inheritdoc/>
    public override Reply Send(MessageContext message, Reply reply)
        => reply is SealedReply sealedReply ? Enclose(message, sealedReply) : reply;

    private static bool TryOpenXml(MessageContext message)
    {
        using var envelope = XmlTable.Parse(message.Body);
        if (envelope is null)
        {
            return false;
        }

        var ciphertext = envelope.Child(0, "Encrypt"u8);
        message.Ciphertext = ciphertext == XmlNode.None ? default : envelope.TextMemory(ciphertext);
        return true;
    }

    // Compatible mode puts the message in clear beside the ciphertext. The user's text there may break strict JSON.
    private static bool TryOpenJson(MessageContext message)
        => TryOpenJson(message, ByteOrderMark.Skip(message.Body).Span)
            || (LenientJson.Repair(message.Body.Span, mayBeFollowed: true) is { } repaired && TryOpenJson(message, repaired));

    private static bool TryOpenJson(MessageContext message, ReadOnlySpan<byte> envelope)
    {
        try
        {
            var json = new Utf8JsonReader(envelope);
            message.Ciphertext = default;
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isCiphertext = json.ValueTextEquals("Encrypt"u8);
                json.Read();
                if (isCiphertext && json.TokenType == JsonTokenType.String && message.Ciphertext.IsEmpty)
                {
                    var ciphertext = new byte[json.ValueSpan.Length];
                    message.Ciphertext = ciphertext.AsMemory(0, json.CopyString(ciphertext));
                }

                json.Skip();
            }

            return !json.Read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Utf8JsonReader throws InvalidOperationException for text that is not UTF-8 or has an unpaired surrogate.
            return false;
        }
    }

    private static WireReply Enclose(MessageContext message, SealedReply reply)
    {
        var enclosed = message.Envelope == MessageFormat.Xml ? EncloseInXml(message, reply) : EncloseInJson(message, reply);
        if (reply.Rented is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return enclosed;
    }

    private static WireReply EncloseInXml(MessageContext message, SealedReply reply)
    {
        var xml = new XmlReply(reply.Ciphertext.Length + (message.Query.Nonce.Length * XmlReply.BytesOfUnit) + Tags)
            .Open("xml"u8)
            .Ascii("Encrypt"u8, reply.Ciphertext.Span)
            .Ascii("MsgSignature"u8, reply.Signature.Span)
            .Number("TimeStamp"u8, reply.Timestamp)
            .Text("Nonce"u8, message.Query.Nonce)
            .Close("xml"u8);
        return new WireReply(xml.Written, WireReply.Xml);
    }

    private static WireReply EncloseInJson(MessageContext message, SealedReply reply)
    {
        var written = new ArrayBufferWriter<byte>(reply.Ciphertext.Length + Tags);
        using var json = new Utf8JsonWriter(written, MessageJson.ToWeChat);
        json.WriteStartObject();
        json.WriteString("Encrypt"u8, reply.Ciphertext.Span);
        json.WriteString("MsgSignature"u8, reply.Signature.Span);
        json.WriteNumber("TimeStamp"u8, reply.Timestamp);
        json.WriteString("Nonce"u8, message.Query.Nonce);
        json.WriteEndObject();
        json.Flush();
        return new WireReply(written.WrittenMemory, WireReply.Json);
    }
}
