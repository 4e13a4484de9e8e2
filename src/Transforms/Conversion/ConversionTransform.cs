using System.Buffers;
using System.Text.Json;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Formats;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Xml;

namespace WxYarpGateway.Transforms.Conversion;

/// <summary>Converts the message to JSON, and the reply to the message's format.</summary>
internal sealed class ConversionTransform(TimeProvider clock) : ImmediateTransform
{
    /// <summary>
    /// Room for JSON's quotes, for the fields of go-wx-gateway, and for <c>userInfo</c>, which has about 270 bytes. JSON is shorter than
    /// WeChat's XML, so the buffer rarely grows.
    /// </summary>
    private const int Spare = 256;

    /// <inheritdoc/>
    public override Reply? Receive(MessageContext message)
    {
        using var span = message.StartSpan(PushSpans.Convert);
        if (!TryConvert(message))
        {
            span.Fail("malformed");
            return RefusedReply.Malformed;
        }

        return null;
    }

    /// <inheritdoc/>
    public override Reply Send(MessageContext message, Reply reply)
    {
        message.Steps?.Answering();
        message.ReplyKind = ReplyKindNames.Of(reply);
        return reply switch
        {
            SuccessReply => WireReply.Nothing,
            RefusedReply or RetryReply or UnansweredReply => reply,
            PassiveReply passive when message.Format == MessageFormat.Json => ReplyJson.Write(passive, message.Head, clock.GetUtcNow()),
            PassiveReply passive => ReplyXml.Write(passive, message.Head, clock.GetUtcNow()),
            _ => throw new InvalidOperationException($"A {reply.GetType().Name} cannot be sent to WeChat."),
        };
    }

    private static bool TryConvert(MessageContext message)
    {
        var written = new ArrayBufferWriter<byte>(message.Body.Length + Spare);
        using var json = new Utf8JsonWriter(written, MessageJson.ToBackend);
        var source = ByteOrderMark.Skip(message.Body);
        message.Format = BodyFormat.Of(source.Span);

        var head = message.Format == MessageFormat.Json
            ? JsonMessage.Copy(source.Span, json)
            : WriteXml(source, json);
        if (head is null)
        {
            return false;
        }

        json.Flush();
        message.Head = head;
        message.SetJson(written);
        return true;
    }

    private static MessageHead? WriteXml(ReadOnlyMemory<byte> source, Utf8JsonWriter json)
    {
        using var xml = XmlTable.Parse(source);
        if (xml is null)
        {
            return null;
        }

        XmlMessage.Write(xml, json);
        return XmlHead.Read(xml);
    }
}
