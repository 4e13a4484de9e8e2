using System.Buffers;
using System.Text.Json;

namespace WxYarpGateway.MiniPrograms.ContentChecks;

/// <summary>Finds in a JSON body the texts that are to be checked.</summary>
/// <remarks>
/// Backends read JSON in different ways: some ignore the case of names, some take the first of two fields of one name and some the last.
/// So all of them are checked.
/// </remarks>
internal static class CheckedTexts
{
    /// <summary>Returns the texts; null when the body is no JSON object, so that nobody can say what it holds.</summary>
    public static IReadOnlyList<string>? In(ReadOnlySequence<byte> body, IReadOnlyList<string> fields)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var texts = new List<string>();
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (fields.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
                {
                    Collect(property.Value, texts);
                }
            }

            return texts;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // An escaped half of a surrogate pair is no text to the framework, and may be one to a backend.
            return null;
        }
    }

    private static void Collect(JsonElement value, List<string> texts)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when value.GetString() is { Length: > 0 } text && !string.IsNullOrWhiteSpace(text):
                texts.Add(text);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Collect(item, texts);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    Collect(property.Value, texts);
                }

                break;
        }
    }
}
