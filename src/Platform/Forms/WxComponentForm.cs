using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.Platform.Forms;

/// <summary>
/// WeChat's own JSON, for backends that were written for wxcomponent: it passes pushes of 云托管 on as they are, and WeChat gets what the
/// backend answers.
/// </summary>
/// <remarks>
/// What the gateway adds to a message is left out, and <c>MsgId</c> is a number again. Source: WeixinCloud/wxcloudrun-wxcomponent da34571,
/// api/wxcallback/comm.go.
/// </remarks>
internal sealed class WxComponentForm : IBackendForm
{
    // The gateway's JSON has them, empty, in everything; a count of WeChat's own fields tells them apart where there is one.
    private static readonly string[] AlwaysThere = ["ToUserName", "FromUserName", "MsgType", "Event"];

    private static readonly JsonWriterOptions AsItIs = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <inheritdoc/>
    public string Name => FormNames.WxComponent;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Write(MessageContext message, HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(message);
        var written = new ArrayBufferWriter<byte>(message.Body.Length);
        using var json = new Utf8JsonWriter(written, AsItIs);
        var body = message.Body.Span;
        var reader = new Utf8JsonReader(body);
        reader.Read();
        json.WriteStartObject();
        for (var number = 1; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; number++)
        {
            if (message.OwnFields > 0 && number > message.OwnFields)
            {
                break;
            }

            Copy(ref reader, body, isCounted: message.OwnFields > 0, json);
        }

        json.WriteEndObject();
        json.Flush();
        return written.WrittenMemory;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(ReadOnlyMemory<byte> answer)
        => answer.Span.Trim(" \t\r\n"u8).SequenceEqual("success"u8) ? default : answer;

    private static void Copy(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, bool isCounted, Utf8JsonWriter json)
    {
        var name = reader.GetString()!;
        reader.Read();
        var (start, type) = ((int)reader.TokenStartIndex, reader.TokenType);
        var isEmpty = type == JsonTokenType.String && reader.ValueSpan.IsEmpty;
        reader.Skip();
        var value = body[start..(int)reader.BytesConsumed];
        if (!isCounted && (name is "userInfo" or "userInfoError" || (isEmpty && AlwaysThere.Contains(name))))
        {
            return;
        }

        json.WritePropertyName(name);
        json.WriteRawValue(name == "MsgId" && IsNumber(value) ? value[1..^1] : value, skipInputValidation: true);
    }

    /// <summary>Returns whether a text in quotes is a whole number that WeChat's 64 bits hold.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> value)
        => value is [(byte)'"', >= (byte)'1' and <= (byte)'9', .., (byte)'"']
            && Utf8Parser.TryParse(value[1..^1], out long _, out var length) && length == value.Length - 2;
}
