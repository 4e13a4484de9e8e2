using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Exports;

namespace WxYarpGateway.Database.Backups;

/// <summary>Exports of the vault in files of their own beside the backups, encrypted with the database's key.</summary>
internal sealed class VaultBackups(VaultExport export, BackupFiles files)
{
    /// <summary>Returns the exports in the data folder, the newest first.</summary>
    public IReadOnlyList<Backup> All() => files.All();

    /// <summary>Takes the right to make the next export; <see langword="null"/> while one is being made.</summary>
    /// <exception cref="DatabaseUnavailableException">The folder cannot be written to.</exception>
    public Task<BackupOrder?> TryOrderAsync(CancellationToken cancellationToken) => files.TryOrderAsync(cancellationToken);

    /// <summary>
    /// Makes an export that was ordered, and removes those that are too many; returns how many authorizers it has. Why one failed is
    /// written down beside them.
    /// </summary>
    /// <exception cref="DatabaseUnavailableException">The database cannot be read, or the file not be written.</exception>
    /// <exception cref="FieldUnreadableException">A refresh token cannot be read, or there is no usable key.</exception>
    public async Task<long> RunAsync(BackupOrder order, CancellationToken cancellationToken)
    {
        try
        {
            var count = await export.RunAsync(order.File, percent => order.Progress = percent, cancellationToken);
            files.Tidy();
            return count;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var unwritable = BackupFiles.Unwritable(order.File, exception);
            BackupFiles.WriteFailure(order.File, unwritable.Message);
            throw unwritable;
        }
        catch (OperationCanceledException)
        {
            BackupFiles.WriteFailure(order.File, "The gateway was stopped before it was whole.");
            throw;
        }
        catch (Exception exception)
        {
            BackupFiles.WriteFailure(order.File, exception.Message);
            throw;
        }
    }
}
