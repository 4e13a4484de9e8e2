namespace WxYarpGateway.Database.Backups;

/// <summary>A backup in the data folder, as far as its files tell.</summary>
/// <param name="Id">Its id: the moment at which it was begun.</param>
/// <param name="State">How far it is.</param>
/// <param name="StartedAt">When it was begun.</param>
public sealed record Backup(string Id, BackupState State, DateTimeOffset StartedAt)
{
    /// <summary>Gets how much of it is written, in percent of the database as it is; 100 when it is whole.</summary>
    public int Progress { get; init; }

    /// <summary>Gets its file; <see langword="null"/> before it is whole.</summary>
    public string? File { get; init; }

    /// <summary>Gets the size of what is written, in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Gets why it failed; <see langword="null"/> when it did not.</summary>
    public string? Sentence { get; init; }
}
