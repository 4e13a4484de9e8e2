using System.Globalization;
using System.Text.Json;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.Platform.Records.Bodies;

/// <summary>Writes and reads records as JSON, as people and other replicas get them.</summary>
public static class RecordJson
{
    /// <summary>Returns a record without its body.</summary>
    /// <param name="record">The record.</param>
    public static byte[] Write(StoredRecord record)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, MessageJson.ToBackend))
        {
            json.WriteStartObject();
            WriteMembers(json, record);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Writes the members of a record without its body. Those that do not apply are left out.</summary>
    /// <param name="json">Gets them.</param>
    /// <param name="record">The record.</param>
    public static void WriteMembers(Utf8JsonWriter json, StoredRecord record)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(record);
        json.WriteString("id", record.Id.ToString("N"));
        json.WriteString("received", record.ReceivedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("service", record.Service);
        Write("appid", record.AppId);
        Write("infoType", record.InfoType);
        Write("msgType", record.MsgType);
        Write("event", record.Event);
        Write("messageId", record.MessageId);
        Write("user", record.UserHash);
        json.WriteNumber("attempt", record.Attempt);
        json.WriteString("outcome", record.Outcome);
        Write("rule", record.Rule);
        Write("backend", record.Backend);
        json.WriteNumber("ms", record.Milliseconds);
        Write("reply", record.Reply);
        Write("trace_id", record.TraceId);
        if (record.Steps.Length > 0)
        {
            json.WritePropertyName("steps");
            json.WriteRawValue(record.Steps);
        }

        void Write(string name, string value)
        {
            if (value.Length > 0)
            {
                json.WriteString(name, value);
            }
        }
    }

    /// <summary>Reads a record that another replica wrote; returns <see langword="null"/> when this version cannot.</summary>
    internal static StoredRecord? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var json = document.RootElement;
            return json.ValueKind == JsonValueKind.Object
                && Guid.TryParseExact(Text("id"), "N", out var id)
                && DateTimeOffset.TryParse(
                    Text("received"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var received)
                    ? new StoredRecord
                    {
                        Id = id,
                        ReceivedAt = received,
                        Service = Text("service"),
                        AppId = Text("appid"),
                        InfoType = Text("infoType"),
                        MsgType = Text("msgType"),
                        Event = Text("event"),
                        MessageId = Text("messageId"),
                        UserHash = Text("user"),
                        Attempt = Number("attempt"),
                        Outcome = Text("outcome"),
                        Rule = Text("rule"),
                        Backend = Text("backend"),
                        Milliseconds = Number("ms"),
                        Reply = Text("reply"),
                        TraceId = Text("trace_id"),
                        Steps = json.TryGetProperty("steps", out var steps) && steps.ValueKind == JsonValueKind.Array
                            ? steps.GetRawText() : "",
                    }
                    : null;

            string Text(string name)
                => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

            int Number(string name) => json.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : 0;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
