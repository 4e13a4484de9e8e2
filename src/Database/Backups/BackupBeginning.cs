namespace WxYarpGateway.Database.Backups;

/// <summary>What came of the order to make a backup.</summary>
/// <param name="Begun">The backup that was begun; <see langword="null"/> when none was.</param>
/// <param name="Running">The one that is being made already, by this process or another one; <see langword="null"/> for none.</param>
/// <param name="Refusal">Why none can be made; <see langword="null"/> when one can.</param>
public sealed record BackupBeginning(Backup? Begun, Backup? Running, string? Refusal);
