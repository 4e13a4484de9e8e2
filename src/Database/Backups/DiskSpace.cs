namespace WxYarpGateway.Database.Backups;

/// <summary>Tells how much room disks have left.</summary>
internal class DiskSpace
{
    /// <summary>Returns how many bytes are left on the disk of a file; <see langword="null"/> when the system does not tell.</summary>
    public virtual long? FreeAt(string file)
    {
        try
        {
            return Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder ? new DriveInfo(folder).AvailableFreeSpace : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
