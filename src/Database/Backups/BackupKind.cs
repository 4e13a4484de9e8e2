namespace WxYarpGateway.Database.Backups;

/// <summary>A kind of backups, and how its files are named.</summary>
/// <param name="Prefix">What their names begin with.</param>
/// <param name="Suffix">What the names of whole ones end in.</param>
/// <param name="Lock">The file that says that one is being made.</param>
internal sealed record BackupKind(string Prefix, string Suffix, string Lock)
{
    /// <summary>Gets backups of a SQLite database.</summary>
    public static BackupKind Database { get; } = new("gateway-", ".db", "lock");

    /// <summary>Gets exports of the vault.</summary>
    public static BackupKind Vault { get; } = new("vault-", ".txt", "vault.lock");
}
