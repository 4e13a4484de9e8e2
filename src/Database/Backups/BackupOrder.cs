namespace WxYarpGateway.Database.Backups;

/// <summary>The right to make a backup in the data folder, until it is disposed.</summary>
internal sealed class BackupOrder(string file, DateTimeOffset at, FileStream right) : IDisposable
{
    private volatile int _progress;

    /// <summary>Gets the file that it will be in.</summary>
    public string File => file;

    /// <summary>Gets the moment that names it.</summary>
    public DateTimeOffset At => at;

    /// <summary>Gets or sets how much of it is written, in percent, where its file does not tell.</summary>
    public int Progress
    {
        get => _progress;
        set => _progress = value;
    }

    /// <summary>Removes what is not whole, and gives the right back.</summary>
    public void Dispose()
    {
        BackupFiles.Remove(file + BackupFiles.Unfinished);
        right.Dispose();
    }
}
