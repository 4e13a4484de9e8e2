namespace WxYarpGateway.Console.Pages.Settings;

/// <summary>What a list of backups is of. Each kind has its texts in <c>Languages/SettingsTexts</c>.</summary>
public enum BackupKind
{
    /// <summary>A SQLite database, whole.</summary>
    Database,

    /// <summary>The vault alone: authorizers and their refresh tokens.</summary>
    Vault,
}
