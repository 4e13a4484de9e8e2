using System.Globalization;
using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Calls;

/// <summary>Reads the fields of a body; what is absent or of another kind is null.</summary>
internal static class JsonFields
{
    public static string? Text(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    /// <summary>Returns a whole number, also one that is written as text, as WeChat takes it.</summary>
    public static long? Number(this JsonObject json, string name) =>
        json[name] is not JsonValue value ? null
        : value.TryGetValue<long>(out var number) ? number
        : value.TryGetValue<string>(out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var read) ? read
        : null;

    public static bool? Flag(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    /// <summary>Returns a list of texts, or null when there is no list or something else is in it.</summary>
    public static IReadOnlyList<string>? Texts(this JsonObject json, string name)
    {
        var texts = (json[name] as JsonArray)?
            .Select(item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : null)
            .ToList();
        return texts?.Contains(null) is false ? [.. texts.Select(text => text!)] : null;
    }
}
