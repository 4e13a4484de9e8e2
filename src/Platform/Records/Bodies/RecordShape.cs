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
                if (!JsonStructure.TryCopy(ref reader, writer))
                {
                    writer.WriteStringValue(TypeOf(reader.TokenType));
                }
            }
        }

        return written.WrittenMemory;
    }

    private static ReadOnlySpan<byte> TypeOf(JsonTokenType value) => value switch
    {
        JsonTokenType.String => "string"u8,
        JsonTokenType.Number => "number"u8,
        JsonTokenType.True or JsonTokenType.False => "boolean"u8,
        _ => "null"u8,
    };
}
