using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using WxYarpGateway.Platform.Releases.Orders;

namespace WxYarpGateway.Platform.Releases.Steps;

/// <summary>Writes the body of WeChat's <c>submit_audit</c>.</summary>
internal static class SubmitBody
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
