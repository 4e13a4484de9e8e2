using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Transforms.Conversion;

/// <summary>Reads a message that WeChat sent as JSON. Only the types of some fields change.</summary>
/// <remarks>
/// WeChat sends ids as text or as numbers beyond 2^53, and <c>CreateTime</c> as number or text, depending on the event.
/// Backends get one type: <c>MsgId</c> as text, <see cref="NumberFields"/> as numbers.
/// </remarks>
internal static class JsonMessage
{
    private const int Depth = 32;
    private const int Nodes = 4096;

    private static readonly JsonReaderOptions Reading = new() { MaxDepth = Depth };

    /// <summary>
    /// Copies the message and returns its head. A text that is not strict JSON is repaired first. Returns <see langword="null"/> when the
    /// text is not a JSON object, exceeds the limits, or repeats a property at the top.
    /// </summary>
    public static MessageHead? Copy(ReadOnlySpan<byte> source, Utf8JsonWriter json)
        => IsAcceptable(source) ? CopyStrict(source, json)
            : ByteOrderMark.LengthIn(source) == 0 && LenientJson.Repair(source, mayBeFollowed: true) is { } repaired
                && IsAcceptable(repaired) ? CopyStrict(repaired, json)
            : null;

    private static MessageHead? CopyStrict(ReadOnlySpan<byte> source, Utf8JsonWriter json)
    {
        var reader = new Utf8JsonReader(source, Reading);
        var head = MessageHead.Unknown;
        var names = new HashSet<string>(StringComparer.Ordinal);
        reader.Read();
        json.WriteStartObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // GetString unescapes the name. Names are few and short, so the allocation is cheap.
            var name = reader.GetString()!;
            if (!names.Add(name))
            {
                // Of a repeated name some parsers use the first, others the last (RFC 8259, 4). Gateway and backend could differ.
                return null;
            }

            CopyProperty(ref reader, name, source, json, ref head);
        }

        json.WriteEndObject();
        return head with { OwnFields = names.Count(name => !OurFields.Contains(name)) };
    }

    /// <summary>Returns whether the message is strict JSON and within the limits.</summary>
    private static bool IsAcceptable(ReadOnlySpan<byte> source)
    {
        try
        {
            return Utf8.IsValid(source) && IsWithinLimits(source);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Utf8JsonReader throws InvalidOperationException for an unpaired surrogate.
            return false;
        }
    }

    private static bool IsWithinLimits(ReadOnlySpan<byte> source)
    {
        var reader = new Utf8JsonReader(source, Reading);
        var nodes = 0;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read())
        {
            if (IsNode(reader.TokenType) && ++nodes > Nodes)
            {
                return false;
            }

            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String && reader.ValueIsEscaped)
            {
                // An unpaired surrogate throws here, at any depth, so that none is copied to the backend.
                _ = reader.GetString();
            }
        }

        return true;
    }

    private static bool IsNode(JsonTokenType token)
        => token is not (JsonTokenType.PropertyName or JsonTokenType.EndObject or JsonTokenType.EndArray);

    private static void CopyProperty(
        ref Utf8JsonReader reader, string name, ReadOnlySpan<byte> source, Utf8JsonWriter json, ref MessageHead head)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        var text = TextOf(ref reader);
        reader.Skip();
        var value = source[start..(int)reader.BytesConsumed];
        if (OurFields.Contains(name))
        {
            return;
        }

        json.WritePropertyName(name);
        if (name == "MsgId" && value[0] != (byte)'"' && text is not null)
        {
            json.WriteStringValue(text);
        }
        else if (text is not null && value[0] == (byte)'"' && IsNumber(name, text))
        {
            json.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            json.WriteRawValue(value, skipInputValidation: true);
        }

        head = With(head, name, text ?? "");
    }

    private static bool IsNumber(string name, string text)
        => NumberFields.Contains(Encoding.UTF8.GetBytes(name)) && NumberFields.IsNumber(Encoding.UTF8.GetBytes(text));

    private static string? TextOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => null,
    };

    private static MessageHead With(MessageHead head, string name, string text) => name switch
    {
        "ToUserName" => head with { ToUserName = text },
        "FromUserName" => head with { FromUserName = text },
        "CreateTime" => head with { CreateTime = text },
        "MsgType" => head with { MsgType = text },
        "MsgId" => head with { MsgId = text },
        "Event" => head with { Event = text },
        "EventKey" => head with { EventKey = text },
        _ => head,
    };
}
