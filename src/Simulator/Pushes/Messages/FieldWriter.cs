using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Pushes.Messages;

/// <summary>Writes one field as WeChat writes it, in XML or in JSON.</summary>
internal static class FieldWriter
{
    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Element(PushedField field) =>
        field.Content is { } content ? Element(field.Name, content)
        : field.IsNumber ? $"<{field.Name}>{field.Value}</{field.Name}>"
        : $"<{field.Name}>{Text(field.Value)}</{field.Name}>";

    public static string Member(PushedField field) =>
        $"{Quote(field.Name)}:{field.Content?.ToJsonString(Unescaped) ?? (field.IsNumber ? field.Value : Quote(field.Value))}";

    private static string Element(string name, JsonNode? content) => content switch
    {
        JsonArray items => string.Concat(items.Select(item => Element(name, item))),
        JsonObject members => $"<{name}>{string.Concat(members.Select(member => Element(member.Key, member.Value)))}</{name}>",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => $"<{name}>{Text(value.ToString())}</{name}>",
        _ => $"<{name}>{content?.ToJsonString()}</{name}>",
    };

    private static string Text(string value) => $"<![CDATA[{value.Replace("]]>", "]]]]><![CDATA[>", StringComparison.Ordinal)}]]>";

    private static string Quote(string text) => JsonSerializer.Serialize(text, Unescaped);
}
