using System.Globalization;
using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Calls;

/// <summary>Reads the fields of a JSON body; a field that is absent or of another kind is null.</summary>
internal static class JsonFields
{
    public static string? Text(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    /// <summary>Returns a whole number; like WeChat, it accepts one written as text.</summary>
    public static long? Number(this JsonObject json, string name) =>
        json[name] is not JsonValue value ? null
        : value.TryGetValue<long>(out var number) ? number
        : value.TryGetValue<string>(out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var read) ? read
        : null;

    /// <summary>Returns a lifetime in seconds, or the default when it is absent; null when it is not from 1 to the maximum.</summary>
    public static int? Seconds(this JsonObject json, string name, int otherwise, int most) =>
        json[name] is not { } node ? otherwise
        : node is JsonValue value && value.TryGetValue<int>(out var seconds) && seconds > 0 && seconds <= most ? seconds
        : null;

    public static bool? Flag(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    /// <summary>Returns a list of strings, or null when it is not a list or has other items.</summary>
    public static IReadOnlyList<string>? Texts(this JsonObject json, string name)
    {
        var texts = (json[name] as JsonArray)?
            .Select(item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : null)
            .ToList();
        return texts?.Contains(null) is false ? [.. texts.Select(text => text!)] : null;
    }
}
