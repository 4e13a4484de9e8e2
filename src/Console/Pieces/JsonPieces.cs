using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WxYarpGateway.Console.Pieces;

/// <summary>Cuts JSON into parts to show. What is in it was written by others, so it is only ever shown as text.</summary>
internal static class JsonPieces
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the parts of a text with ends of lines and indents; null when it is not JSON.</summary>
    public static IReadOnlyList<JsonPiece>? Of(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 64 });
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer, Indented))
            {
                document.WriteTo(writer);
            }

            return Cut(buffer.ToArray());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<JsonPiece> Cut(byte[] json)
    {
        var pieces = new List<JsonPiece>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
        var done = 0;
        while (reader.Read())
        {
            var kind = reader.TokenType switch
            {
                JsonTokenType.PropertyName => "name",
                JsonTokenType.String => "text",
                JsonTokenType.Number => "number",
                JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null => "word",
                _ => "",
            };
            var start = (int)reader.TokenStartIndex;
            var end = kind is "name" or "text" ? start + reader.ValueSpan.Length + 2 : start + reader.ValueSpan.Length;
            Add("", done, start);
            Add(kind, start, end);
            done = end;
        }

        Add("", done, json.Length);
        return pieces;

        void Add(string kind, int from, int to)
        {
            if (to > from)
            {
                pieces.Add(new JsonPiece(kind, Encoding.UTF8.GetString(json, from, to - from)));
            }
        }
    }
}
