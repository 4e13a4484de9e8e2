using System.Text.Json;
using System.Text.Json.Serialization;
using WxYarpGateway.Database.Tables.Meta;
using WxYarpGateway.Platform.Histories;

namespace WxYarpGateway.Database.Histories;

/// <summary>Notes changes of rules in the audit log. A rule names backends and has no secrets.</summary>
internal static partial class RuleNotes
{
    /// <summary>Adds a note, which is written with the rule.</summary>
    public static void Add(GatewayDatabase database, string platform, RuleNote note)
    {
        var detail = new RuleDetail(note.Revision, note.Definition, note.Person.Length > 0 ? note.Person : null);
        database.Audit.Add(new AuditRow
        {
            At = note.At.ToUnixTimeMilliseconds(),
            Who = note.By,
            What = HistoryTargets.Rule + note.Change,
            Target = HistoryTargets.OfRule(platform, note.Rule),
            Detail = JsonSerializer.Serialize(detail, RuleDetailJson.Default.RuleDetail),
        });
    }

    /// <summary>Returns the note of a row.</summary>
    public static RuleNote NoteOf(AuditRow row)
    {
        var detail = row.Detail is { } text ? JsonSerializer.Deserialize(text, RuleDetailJson.Default.RuleDetail) : null;
        return new RuleNote(
            DateTimeOffset.FromUnixTimeMilliseconds(row.At),
            row.Who,
            row.What[HistoryTargets.Rule.Length..],
            HistoryTargets.RuleOf(row.Target ?? ""),
            detail?.Revision ?? 0,
            detail?.Definition ?? "")
        {
            Person = detail?.Person ?? "",
        };
    }

    private sealed record RuleDetail(long Revision, string Definition, string? Person);

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(RuleDetail))]
    private sealed partial class RuleDetailJson : JsonSerializerContext;
}
