namespace WxYarpGateway.Console.Gateways.Settings;

/// <summary>The answer of <c>POST /database/backup</c>.</summary>
/// <param name="Id">The id of the backup.</param>
public sealed record BackupOrder(string Id);
