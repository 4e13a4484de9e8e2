using System.Text.Json;

namespace WxYarpGateway.Platform.Records.Bodies;

/// <summary>Copies what holds the values of a JSON text: objects, arrays and names.</summary>
internal static class JsonStructure
{
    /// <summary>Writes the token that the reader stands on, unless it is a value; returns whether it did.</summary>
    public static bool TryCopy(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(reader.GetString()!);
                return true;
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                return true;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                return true;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                return true;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                return true;
            default:
                return false;
        }
    }
}
