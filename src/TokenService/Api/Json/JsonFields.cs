using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WxYarpGateway.TokenService.Api.Json;

/// <summary>
/// Reads the fields of a JSON object that somebody else wrote, in any of the forms that WeChat has written them in. A field of another
/// form is as good as missing; nothing here throws.
/// </summary>
public sealed class JsonFields : IDisposable
{
    private readonly JsonDocument _document;

    private JsonFields(JsonDocument document) => _document = document;

    /// <summary>Reads an object; null when the text is not one JSON object.</summary>
    /// <param name="json">The text, which must not change while the fields are read.</param>
    public static JsonFields? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object && HasReadableNames(document.RootElement, json.Span))
            {
                return new JsonFields(document);
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Gets the names of the fields.</summary>
    public IEnumerable<string> Names => _document.RootElement.EnumerateObject().Select(property => property.Name);

    /// <summary>Returns a field, of whatever form; null when there is none.</summary>
    /// <param name="name">The field's name.</param>
    public JsonElement? Find(string name) => _document.RootElement.TryGetProperty(name, out var value) ? value : null;

    /// <summary>Returns a text; null when there is none.</summary>
    /// <param name="name">The field's name.</param>
    public string? Text(string name) => Find(name) is { } value ? TextOf(value) : null;

    /// <summary>Returns a whole number, which may be written as text; null when there is none.</summary>
    /// <param name="name">The field's name.</param>
    public long? Number(string name) => Find(name) switch
    {
        { ValueKind: JsonValueKind.Number } value => value.TryGetInt64(out var number) ? number : null,
        { ValueKind: JsonValueKind.String } value =>
            long.TryParse(TextOf(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        _ => null,
    };

    /// <summary>Returns whether a flag is set: true, or 1 as number or text.</summary>
    /// <param name="name">The field's name.</param>
    public bool IsSet(string name) => Find(name) is { ValueKind: JsonValueKind.True } || Number(name) == 1;

    /// <summary>Returns the entries of an array, null for each that is no text; null when there is no array.</summary>
    /// <param name="name">The field's name.</param>
    public IReadOnlyList<string?>? Texts(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray().Select(TextOf)] : null;

    /// <summary>Returns the fields of an object within the object, to be disposed of by the caller; null when there is none.</summary>
    /// <param name="name">The field's name.</param>
    public JsonFields? Within(string name) => Find(name) is { ValueKind: JsonValueKind.Object } value ? Of(value) : null;

    /// <summary>Returns the fields of an object, to be disposed of by the caller; null when the element is none.</summary>
    /// <param name="element">The element.</param>
    public static JsonFields? Of(JsonElement element) => Parse(Encoding.UTF8.GetBytes(element.GetRawText()));

    /// <inheritdoc/>
    public void Dispose() => _document.Dispose();

    /// <summary>
    /// Returns whether all names are text. The framework throws at an escaped half of a surrogate pair when it compares names.
    /// </summary>
    private static bool HasReadableNames(JsonElement root, ReadOnlySpan<byte> json)
    {
        if (!json.Contains((byte)'\\'))
        {
            return true;
        }

        try
        {
            return root.EnumerateObject().All(property => property.Name is not null);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // The text has an escaped half of a surrogate pair, or is not UTF-8.
            return null;
        }
    }
}
