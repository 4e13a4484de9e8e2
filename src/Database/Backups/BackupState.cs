namespace WxYarpGateway.Database.Backups;

/// <summary>Says how far a backup is.</summary>
public enum BackupState
{
    /// <summary>It is being made.</summary>
    Running,

    /// <summary>It is whole.</summary>
    Done,

    /// <summary>It failed, or its process ended before it was whole. Nothing of it is left.</summary>
    Failed,
}
