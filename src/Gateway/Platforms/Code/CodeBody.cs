using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Platforms.Shapes;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.Gateway.Platforms.Code;

/// <summary>The body of a request, of the shape that the endpoint takes. An empty body is an empty object.</summary>
internal sealed class CodeBody : IDisposable
{
    /// <summary>The largest <c>ext_json</c>, in bytes.</summary>
    public const int LargestExtJson = 64 * 1024;

    // As text within JSON, each of its characters may be an escape of six.
    private const int LargestBody = 8 * LargestExtJson;

    private readonly JsonDocument _json;

    private CodeBody(JsonDocument json) => _json = json;

    /// <summary>Reads the body, or says what is wrong with it.</summary>
    public static async ValueTask<(CodeBody? Body, GatewayError? Error)> ReadAsync(HttpContext context, ObjectShape shape)
    {
        var (bytes, tooLarge) = await SmallBody.ReadAsync(context.Request, LargestBody, context.RequestAborted);
        return tooLarge is null ? Read(bytes, shape) : (null, tooLarge);
    }

    /// <summary>Reads a body, or says what is wrong with it.</summary>
    public static (CodeBody? Body, GatewayError? Error) Read(ReadOnlyMemory<byte> bytes, ObjectShape shape)
    {
        JsonDocument json;
        try
        {
            // The framework looks for these only when it is asked for the text.
            if (!Utf8.IsValid(bytes.Span) || LenientJson.HasHalfSurrogate(bytes.Span))
            {
                return (null, GatewayError.Refused([new RequestError("", "is not UTF-8")]));
            }

            json = JsonDocument.Parse(bytes.IsEmpty ? "{}"u8.ToArray() : bytes);
        }
        catch (JsonException)
        {
            return (null, GatewayError.Refused([new RequestError("", "is not JSON")]));
        }

        var errors = new List<RequestError>();
        shape.Check(json.RootElement, "", errors);
        if (errors.Count == 0)
        {
            return (new CodeBody(json), null);
        }

        json.Dispose();
        return (null, GatewayError.Refused(errors));
    }

    /// <summary>Returns a member; null when there is none.</summary>
    public JsonElement? Find(string name) => _json.RootElement.TryGetProperty(name, out var value) ? value : null;

    /// <summary>Returns a text; null when there is none.</summary>
    public string? Text(string name) => Find(name)?.GetString();

    /// <summary>Returns a number, also one that is written as text; null when there is none.</summary>
    public long? Number(string name) => Find(name) is { } value ? CodeShapes.Id.Of(value) : null;

    /// <summary>Returns the digits of a number, also one that is written as text; null when there is none.</summary>
    public string? Digits(string name) => Number(name)?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns a flag; null when there is none.</summary>
    public bool? Flag(string name) => Find(name)?.GetBoolean();

    /// <summary>Returns an object as text: the text that it was sent as, or the object itself; <c>{}</c> when there is none.</summary>
    public string ObjectText(string name) => Find(name) switch
    {
        null => "{}",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { } value => Encoding.UTF8.GetString(Plain(value)),
    };

    /// <summary>Returns the whole body as WeChat takes it: without <c>\u</c> escapes.</summary>
    public ReadOnlyMemory<byte> ToWeChat() => Plain(_json.RootElement).ToArray();

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private static ReadOnlySpan<byte> Plain(JsonElement value)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written, MessageJson.ToWeChat))
        {
            value.WriteTo(json);
        }

        return written.WrittenSpan;
    }
}
