using WxYarpGateway.Console.Gateways.Settings;

namespace WxYarpGateway.Console.Pages.Settings;

/// <summary>A backup and the replicas that tell of it: several that share a folder, or the one that makes it.</summary>
/// <param name="Backup">The backup.</param>
/// <param name="Gateways">The replicas.</param>
public sealed record BackupRow(Backup Backup, IReadOnlyList<string> Gateways);
