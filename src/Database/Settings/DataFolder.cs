namespace WxYarpGateway.Database.Settings;

/// <summary>The folder for what must outlive the process.</summary>
/// <param name="Path">Its full path.</param>
public sealed record DataFolder(string Path)
{
    /// <summary>The folder's name in the working folder when <c>GATEWAY_DATA_DIR</c> names none.</summary>
    public const string DefaultName = "data";

    private const string DatabaseName = "gateway.db";

    /// <summary>Gets the file of a SQLite database.</summary>
    internal string DatabaseFile => System.IO.Path.Combine(Path, DatabaseName);

    /// <summary>Gets the file with the key that nobody configured.</summary>
    internal string KeyFile => System.IO.Path.Combine(Path, Encryption.KeyFile.Name);

    /// <summary>Gets the folder with backups of a SQLite database.</summary>
    internal string Backups => System.IO.Path.Combine(Path, "backups");
}
