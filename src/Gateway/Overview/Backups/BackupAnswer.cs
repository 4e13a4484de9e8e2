using System.Text.Json;
using WxYarpGateway.Database.Backups;

namespace WxYarpGateway.Gateway.Overview.Backups;

/// <summary>A backup of the database.</summary>
/// <param name="Id">Its id: the moment at which it was begun.</param>
/// <param name="State"><c>running</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Progress">How much of it is written, in percent.</param>
/// <param name="File">Its file; <see langword="null"/> before it is whole.</param>
/// <param name="Bytes">The size of what is written.</param>
/// <param name="StartedAt">When it was begun.</param>
/// <param name="Sentence">Why it failed.</param>
internal sealed record BackupAnswer(
    string Id, string State, int Progress, string? File, long Bytes, DateTimeOffset StartedAt, string? Sentence)
{
    /// <summary>Returns what is told of a backup.</summary>
    public static BackupAnswer Of(Backup backup) => new(
        backup.Id,
        JsonNamingPolicy.SnakeCaseLower.ConvertName(backup.State.ToString()),
        backup.Progress,
        backup.File,
        backup.Bytes,
        backup.StartedAt,
        backup.Sentence);
}
