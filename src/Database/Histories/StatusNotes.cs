using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables.Meta;
using WxYarpGateway.Platform.Histories;

namespace WxYarpGateway.Database.Histories;

/// <summary>
/// Notes in the audit log how the status of accounts changes, and who edits them. What changes something belongs into its transaction.
/// </summary>
internal static partial class StatusNotes
{
    private const int LongestWhy = 500;

    /// <summary>
    /// Returns an account's status, and keeps others from changing it until the transaction ends; <see langword="null"/> when there is
    /// no such account. SQLite has one writer anyway.
    /// </summary>
    public static async Task<string?> ReadAsync(
        GatewayDatabase database, string platform, string appId, CancellationToken cancellationToken)
    {
        var found = await (database.Database.IsNpgsql()
            ? database.Database.SqlQuery<string>(
                $"SELECT status AS \"Value\" FROM authorizer WHERE platform = {platform} AND appid = {appId} FOR UPDATE")
            : database.Database.SqlQuery<string>(
                $"SELECT status AS \"Value\" FROM authorizer WHERE platform = {platform} AND appid = {appId}"))
            .ToListAsync(cancellationToken);
        return found is [var status] ? status : null;
    }

    /// <summary>Adds a note, unless the status is what it was.</summary>
    /// <param name="database">The database.</param>
    /// <param name="platform">The component's AppId.</param>
    /// <param name="appId">The account's AppId.</param>
    /// <param name="was">The status before; <see langword="null"/> for a new account.</param>
    /// <param name="status">The status since.</param>
    /// <param name="source">What told it; see <see cref="StatusSources"/>.</param>
    /// <param name="why">Why it is so.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public static async Task AddAsync(
        GatewayDatabase database,
        string platform,
        string appId,
        string? was,
        string status,
        string source,
        string? why,
        long now,
        CancellationToken cancellationToken)
    {
        if (was != status)
        {
            var row = RowOf(platform, appId, was, status, source, why, now);
            await database.Database.ExecuteSqlAsync(
                $"INSERT INTO audit_log (at, who, what, target, detail) VALUES ({now}, {row.Who}, {row.What}, {row.Target}, {row.Detail})",
                cancellationToken);
        }
    }

    /// <summary>Returns the row of a note.</summary>
    public static AuditRow RowOf(
        string platform, string appId, string? was, string status, string source, string? why, long now) => new()
        {
            At = now,
            Who = source,
            What = HistoryTargets.Status,
            Target = HistoryTargets.OfAccount(platform, appId),
            Detail = JsonSerializer.Serialize(
                new StatusDetail(was, status, why is { Length: > LongestWhy } ? why[..LongestWhy] : why),
                StatusDetailJson.Default.StatusDetail),
        };

    /// <summary>Returns the row of what somebody did to an account by the API, which has the same status before and afterwards.</summary>
    /// <param name="platform">The component's AppId.</param>
    /// <param name="appId">The account's AppId.</param>
    /// <param name="change">What was done: <see cref="StatusNote.Edited"/> or <see cref="StatusNote.Refreshed"/>.</param>
    /// <param name="status">The account's status.</param>
    /// <param name="by">Who did it.</param>
    /// <param name="now">The time.</param>
    public static AuditRow RowOf(string platform, string appId, string change, string status, ChangedBy by, long now) => new()
    {
        At = now,
        Who = by.Key,
        What = HistoryTargets.Account + change,
        Target = HistoryTargets.OfAccount(platform, appId),
        Detail = JsonSerializer.Serialize(
            new StatusDetail(status, status, Why: null, by.Person.Length > 0 ? by.Person : null), StatusDetailJson.Default.StatusDetail),
    };

    /// <summary>Returns the note of a row.</summary>
    public static StatusNote NoteOf(AuditRow row)
    {
        var detail = row.Detail is { } text ? JsonSerializer.Deserialize(text, StatusDetailJson.Default.StatusDetail) : null;
        var isStatus = row.What == HistoryTargets.Status;
        return new StatusNote(
            DateTimeOffset.FromUnixTimeMilliseconds(row.At),
            isStatus ? row.Who : StatusSources.Api,
            detail?.Was ?? "",
            detail?.Status ?? "",
            detail?.Why ?? "")
        {
            Change = row.What[HistoryTargets.Account.Length..],
            Key = isStatus ? "" : row.Who,
            Person = detail?.Person ?? "",
        };
    }

    private sealed record StatusDetail(string? Was, string Status, string? Why, string? Person = null);

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(StatusDetail))]
    private sealed partial class StatusDetailJson : JsonSerializerContext;
}
