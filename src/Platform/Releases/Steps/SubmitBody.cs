using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using WxYarpGateway.Platform.Releases.Orders;
using WxYarpGateway.TokenService.Api.Json;

namespace WxYarpGateway.Platform.Releases.Steps;

/// <summary>Writes the body of WeChat's <c>submit_audit</c>.</summary>
internal static class SubmitBody
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the first of WeChat's list of categories, as it wrote it; null when there is none.</summary>
    public static string? FirstCategory(ReadOnlyMemory<byte> categories)
    {
        using var json = JsonFields.Parse(categories);
        return json?.Find("category_list") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0
            ? list[0].GetRawText()
            : null;
    }

    /// <summary>Writes what the order submits with the code; a category is the whole <c>item_list</c>.</summary>
    public static ReadOnlyMemory<byte> Write(AuditOrder? audit, string? category)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        foreach (var member in audit is null ? default : audit.Fields.EnumerateObject())
        {
            if (member.Name != "item_list" && member.Value.ValueKind != JsonValueKind.Null)
            {
                member.WriteTo(json);
            }
        }

        if (category is not null || audit?.Items is not null)
        {
            json.WritePropertyName("item_list");
            if (category is not null)
            {
                json.WriteStartArray();
                json.WriteRawValue(category);
                json.WriteEndArray();
            }
            else
            {
                audit!.Items!.Value.WriteTo(json);
            }
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
