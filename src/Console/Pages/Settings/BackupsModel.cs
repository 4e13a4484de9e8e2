using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Settings;

namespace WxYarpGateway.Console.Pages.Settings;

/// <summary>The backups that all replicas tell of.</summary>
/// <param name="Rows">The backups, the newest first.</param>
/// <param name="Error">Why none tells; null when one does.</param>
public sealed record BackupsModel(IReadOnlyList<BackupRow> Rows, GatewayError? Error)
{
    /// <summary>Gets a value indicating whether one is being made.</summary>
    public bool IsRunning => Rows.Any(row => row.Backup.IsRunning);

    /// <summary>Puts the answers of all replicas together. The one that makes a backup knows most of it.</summary>
    internal static BackupsModel Of(IReadOnlyList<ReplicaAnswer<IReadOnlyList<Backup>>> answers)
    {
        var rows = answers.Where(answer => answer.Answer.IsThere)
            .SelectMany(answer => answer.Answer.Value!.Select(backup => (Backup: backup, answer.Gateway)))
            .GroupBy(one => one.Backup.Id, StringComparer.Ordinal)
            .Select(same => new BackupRow(
                same.Select(one => one.Backup)
                    .OrderByDescending(backup => backup.IsDone)
                    .ThenByDescending(backup => backup.Progress)
                    .First(),
                [.. same.Select(one => one.Gateway)]))
            .OrderByDescending(row => row.Backup.StartedAt);
        return new BackupsModel(
            [.. rows], answers.Any(answer => answer.Answer.IsThere) ? null : answers is [var first, ..] ? first.Answer.Error : null);
    }
}
