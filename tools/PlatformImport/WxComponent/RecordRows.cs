using System.Runtime.CompilerServices;
using System.Text.Json;
using WxYarpGateway.PlatformImport.Found;

namespace WxYarpGateway.PlatformImport.WxComponent;

/// <summary>Reads the pushes that wxcomponent noted, one after the other: they may be millions.</summary>
internal sealed class RecordRows(SourceTables tables, LeftOut leftOut)
{
    private const string Events = "wxcallback_component";
    private const string Messages = "wxcallback_biz";

    // The gateway reads no deeper.
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 32 };

    /// <summary>Returns the pushes of both tables.</summary>
    public async IAsyncEnumerable<FoundRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var table in new[] { Events, Messages })
        {
            await foreach (var (number, row) in tables.ReadNumberedAsync(table, cancellationToken))
            {
                if ((row.Time("receivetime") ?? row.Time("createtime")) is { } time)
                {
                    yield return Of(table, number, row, time);
                }
                else
                {
                    leftOut.Add("records without a time");
                }
            }
        }
    }

    private FoundRecord Of(string table, long number, SourceRow row, DateTimeOffset time)
    {
        var record = new FoundRecord(table, number, time)
        {
            AppId = row.Text("appid"),
            InfoType = row.Text("infotype"),
            MsgType = row.Text("msgtype"),
            Event = row.Text("event"),
        };
        var body = row.Text("postbody");
        try
        {
            using var json = JsonDocument.Parse(body, Reading);
            return json.RootElement.ValueKind != JsonValueKind.Object ? WithoutBody(record) : record with
            {
                AppId = record.AppId.Length > 0 ? record.AppId : TextOf(json.RootElement, "AuthorizerAppid"),
                MessageId = TextOf(json.RootElement, "MsgId"),
                Body = body,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return WithoutBody(record);
        }
    }

    private FoundRecord WithoutBody(FoundRecord record)
    {
        leftOut.Add("messages of records that are cut or no JSON; the records are taken without them");
        return record;
    }

    private static string TextOf(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        _ => "",
    }
    : "";
}
