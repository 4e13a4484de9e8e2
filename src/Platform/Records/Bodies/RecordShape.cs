using System.Buffers;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.Platform.Records.Bodies;

/// <summary>Returns of a message only the names and types of its fields.</summary>
internal static class RecordShape
{
    /// <summary>Returns the JSON with each value replaced by the name of its type.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlySpan<byte> json)
    {
        var written = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(written, MessageJson.ToBackend))
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                Copy(ref reader, writer);
            }
        }

        return written.WrittenMemory;
    }

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(reader.GetString()!);
                break;
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.String:
                writer.WriteStringValue("string"u8);
                break;
            case JsonTokenType.Number:
                writer.WriteStringValue("number"u8);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                writer.WriteStringValue("boolean"u8);
                break;
            default:
                writer.WriteStringValue("null"u8);
                break;
        }
    }
}
