using System.Globalization;
using System.Text.Json;
using WxYarpGateway.Import.Configuration;

namespace WxYarpGateway.Import.GoWxGateway;

/// <summary>A JSON object of go-wx-gateway's configuration.</summary>
/// <remarks>
/// Keys are read as go-wx-gateway reads them: case does not matter, and the last of a repeated key counts.
/// A wrong value never ends the import.
/// </remarks>
internal sealed class SourceObject
{
    private const string DidNotStart = "go-wx-gateway did not start with it";

    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _repeated = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _path;

    /// <summary>Reads an object, or an absent one.</summary>
    /// <param name="element">The object.</param>
    /// <param name="path">Its place, written as in <see cref="GoGatewayKeys"/>; empty for the whole file.</param>
    public SourceObject(JsonElement element, string path)
    {
        _path = path;
        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (!_values.TryAdd(property.Name, property.Value))
            {
                _values[property.Name] = property.Value;
                _repeated.Add(property.Name);
            }
        }
    }

    /// <summary>Gets remarks on the keys that go-wx-gateway does not read.</summary>
    public IEnumerable<string> Remarks
        => from key in _values.Keys
           where !GoGatewayKeys.IsKnown(PathOf(key))
           select $"{CommentText.Quote(key)} is not a key of go-wx-gateway, and is left out";

    /// <summary>Returns whether a key is there, with any value.</summary>
    public bool Has(string key) => _values.TryGetValue(key, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Returns a text; empty when there is none.</summary>
    public Found<string> Text(string key) => Element(key) switch
    {
        { ValueKind: JsonValueKind.String } text => Of(key, text.GetString()!),
        { ValueKind: JsonValueKind.Number } number => Of(key, number.GetRawText()).Noting($"{key} was a number in place of text"),
        { ValueKind: JsonValueKind.Undefined } => Of(key, ""),
        var other => Of(key, "").Noting(Unfit(key, "text", other)),
    };

    /// <summary>Returns a whole number; <see langword="null"/> when there is none.</summary>
    public Found<long?> Number(string key) => Element(key) switch
    {
        { ValueKind: JsonValueKind.Number } number when Whole(number.GetRawText()) is { } value => Of<long?>(key, value),
        { ValueKind: JsonValueKind.String } text when Whole(text.GetString()!.Trim()) is { } value
            => Of<long?>(key, value).Noting($"{key} was text in place of a number"),
        { ValueKind: JsonValueKind.Undefined } => Of<long?>(key, null),
        var other => Of<long?>(key, null).Noting(Unfit(key, "a whole number", other)),
    };

    /// <summary>Returns a choice between true and false; <see langword="null"/> when there is none.</summary>
    public Found<bool?> Flag(string key) => Element(key) switch
    {
        { ValueKind: JsonValueKind.True or JsonValueKind.False } flag => Of<bool?>(key, flag.GetBoolean()),
        { ValueKind: JsonValueKind.String } text when bool.TryParse(text.GetString(), out var value)
            => Of<bool?>(key, value).Noting($"{key} was text in place of true or false"),
        { ValueKind: JsonValueKind.Undefined } => Of<bool?>(key, null),
        var other => Of<bool?>(key, null).Noting(Unfit(key, "true or false", other)),
    };

    /// <summary>Returns an object; an empty one when there is none.</summary>
    public Found<SourceObject> Object(string key)
    {
        var element = Element(key);
        var found = Of(key, new SourceObject(element, PathOf(key)));
        return element.ValueKind is JsonValueKind.Object or JsonValueKind.Undefined
            ? found
            : found.Noting(Unfit(key, "an object", element));
    }

    /// <summary>Returns the entries of a list; none when there is none.</summary>
    public Found<IReadOnlyList<JsonElement>> List(string key)
        => Of<IReadOnlyList<JsonElement>>(key, Element(key) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : []);

    private static string Unfit(string key, string what, JsonElement element)
        => $"{key} must be {what}, and is {KindOf(element)}: it is left out ({DidNotStart})";

    private static string KindOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "other text",
        JsonValueKind.Number => "another number",
        _ => "true or false",
    };

    private static long? Whole(string text)
        => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && decimal.IsInteger(number)
            && number is >= long.MinValue and <= long.MaxValue
            ? (long)number
            : null;

    private string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private JsonElement Element(string key) => Has(key) ? _values[key] : default;

    private Found<T> Of<T>(string key, T value)
        => new(value, _repeated.Contains(key) ? [$"{key} was written more than once; the last one counted"] : []);
}
