using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace WxYarpGateway.Gateway.Endpoints.Parameters;

/// <summary>Reads JSON that a caller wrote, once and for all: whatever is in it can be read afterwards without surprise.</summary>
internal static class JsonText
{
    /// <summary>Returns true with the one value that the text holds; false when it is no JSON, or no Unicode.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out JsonElement value)
    {
        value = default;
        if (!Utf8.IsValid(utf8))
        {
            return false;
        }

        try
        {
            ReadAll(utf8);
            value = JsonElement.Parse(utf8);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or with an escaped half of a surrogate pair.
            return false;
        }
    }

    /// <summary>Returns the text of a scalar as it was written, without quotation marks; false for anything else.</summary>
    public static bool TryGetScalar(JsonElement value, [NotNullWhen(true)] out string? text)
    {
        text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),

            // Never through a double: an order's number has more digits.
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            JsonValueKind.Null => "",
            _ => null,
        };
        return text is not null;
    }

    // The parser takes escapes on trust until somebody asks for the text.
    private static void ReadAll(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                _ = reader.GetString();
            }
        }
    }
}
