namespace WxYarpGateway.Database.Backups;

/// <summary>The right to make a backup in the data folder, until it is disposed.</summary>
internal sealed class BackupOrder(string file, DateTimeOffset at, FileStream right) : IDisposable
{
    /// <summary>Gets the file that it will be in.</summary>
    public string File => file;

    /// <summary>Gets the moment that names it.</summary>
    public DateTimeOffset At => at;

    /// <summary>Removes what is not whole, and gives the right back.</summary>
    public void Dispose()
    {
        BackupFiles.Remove(file + BackupFiles.Unfinished);
        right.Dispose();
    }
}
