using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace WxYarpGateway.Platform.Releases.Orders;

/// <summary>
/// Makes each mini program's own <c>ext_json</c>: <c>$APPID$</c> and <c>$TAG:name$</c> in its texts stand for the program's.
/// </summary>
/// <remarks>
/// <c>$TAG:shop$</c> is what follows in the tag <c>shop:4711</c> or <c>shop=4711</c>; of a tag that is <c>shop</c> and nothing more, it is
/// the tag itself.
/// </remarks>
public static partial class ExtJsonTemplate
{
    // WeChat shows escaped characters to users as they are.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Fills a template.</summary>
    /// <param name="template">The object; <see langword="null"/> for one that only names the mini program.</param>
    /// <param name="appId">The mini program's AppId.</param>
    /// <param name="tags">Its tags.</param>
    /// <returns>The text for WeChat, and the tag that the template names and the program lacks: then the text is of no use.</returns>
    public static (string Text, string? Missing) Fill(JsonElement? template, string appId, IReadOnlyCollection<string> tags)
    {
        var buffer = new ArrayBufferWriter<byte>();
        string? missing = null;
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            if (template is { } element)
            {
                Write(json, element);
            }
            else
            {
                json.WriteStartObject();
                json.WriteString("extAppid"u8, appId);
                json.WriteEndObject();
            }
        }

        return (Encoding.UTF8.GetString(buffer.WrittenSpan), missing);

        void Write(Utf8JsonWriter json, JsonElement element)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    json.WriteStartObject();
                    foreach (var member in element.EnumerateObject())
                    {
                        json.WritePropertyName(member.Name);
                        Write(json, member.Value);
                    }

                    json.WriteEndObject();
                    break;
                case JsonValueKind.Array:
                    json.WriteStartArray();
                    foreach (var entry in element.EnumerateArray())
                    {
                        Write(json, entry);
                    }

                    json.WriteEndArray();
                    break;
                case JsonValueKind.String:
                    json.WriteStringValue(Mark().Replace(element.GetString()!, Value));
                    break;
                default:
                    element.WriteTo(json);
                    break;
            }
        }

        string Value(Match mark)
        {
            if (!mark.Groups["tag"].Success)
            {
                return appId;
            }

            var name = mark.Groups["tag"].Value;
            var value = TagValue(name, tags);
            missing ??= value is null ? name : null;
            return value ?? "";
        }
    }

    private static string? TagValue(string name, IReadOnlyCollection<string> tags)
        => tags.FirstOrDefault(tag => tag.Length > name.Length + 1 && tag.StartsWith(name, StringComparison.Ordinal)
                && tag[name.Length] is ':' or '=') is { } found
            ? found[(name.Length + 1)..]
            : tags.Contains(name) ? name : null;

    [GeneratedRegex(@"\$APPID\$|\$TAG:(?<tag>[^$]{1,63})\$")]
    private static partial Regex Mark();
}
