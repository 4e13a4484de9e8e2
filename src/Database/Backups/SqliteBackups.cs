using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Settings;

namespace WxYarpGateway.Database.Backups;

/// <summary>Backups of a SQLite database: whole databases in files of their own, made while the gateway runs. They have no key.</summary>
internal sealed class SqliteBackups(DatabaseAccess access, DataFolder folder, BackupFiles files, DiskSpace disk, DatabaseMetrics metrics)
{
    private static readonly TimeSpan Limit = TimeSpan.FromHours(1);

    /// <summary>Returns the backups in the data folder with their moments, the newest first.</summary>
    public IReadOnlyList<(string File, DateTimeOffset At)> InFolder() => files.Whole();

    /// <summary>Returns all backups in the data folder, the newest first.</summary>
    public IReadOnlyList<Backup> All() => files.All();

    /// <summary>Makes a backup in the data folder, and removes those that are too many; returns its file.</summary>
    /// <exception cref="DatabaseUnavailableException">
    /// The database cannot be read, or the backup not be written, or another process is making one.
    /// </exception>
    public async Task<string> MakeAsync(CancellationToken cancellationToken)
    {
        using var order = await TryOrderAsync(cancellationToken) ?? throw new DatabaseUnavailableException("another backup is being made");
        await RunAsync(order, cancellationToken);
        return order.File;
    }

    /// <summary>Takes the right to make the next backup in the data folder; <see langword="null"/> while one is being made.</summary>
    /// <exception cref="DatabaseUnavailableException">The folder cannot be written to.</exception>
    public Task<BackupOrder?> TryOrderAsync(CancellationToken cancellationToken) => files.TryOrderAsync(cancellationToken);

    /// <summary>Makes a backup that was ordered, and removes those that are too many. Why one failed is written down beside them.</summary>
    /// <exception cref="DatabaseUnavailableException">The database cannot be read, or the backup not be written.</exception>
    public async Task RunAsync(BackupOrder order, CancellationToken cancellationToken)
    {
        try
        {
            await MakeAsync(order.File, cancellationToken);
            metrics.BackedUp(order.At);
            files.Tidy();
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

    /// <summary>Makes a backup in a file, in place of any that is there: whole, or not at all.</summary>
    /// <exception cref="DatabaseUnavailableException">The database cannot be read, or the backup not be written.</exception>
    public async Task MakeAsync(string file, CancellationToken cancellationToken)
    {
        var unfinished = file + BackupFiles.Unfinished;
        try
        {
            RequireSpace(file);
            if (BackupFiles.SizeOf(unfinished) > 0)
            {
                File.Delete(unfinished);
            }

            await WriteAsync(unfinished, cancellationToken);
            await using (var written = new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite))
            {
                written.Flush(flushToDisk: true);
            }

            File.Move(unfinished, file, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw BackupFiles.Unwritable(file, exception);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_FULL)
        {
            throw new DatabaseUnavailableException($"the backup {file} cannot be written: its disk is full", exception);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (Exception exception) when (access.Engine.WhyUnavailable(exception) is { } reason)
        {
            throw new DatabaseUnavailableException(reason, exception);
        }
        finally
        {
            BackupFiles.Remove(unfinished);
        }
    }

    private async Task WriteAsync(string unfinished, CancellationToken cancellationToken)
    {
        await using var database = access.Engine.NewContext(access.Cipher);
        database.Database.SetCommandTimeout(Limit);
        await database.Database.OpenConnectionAsync(cancellationToken);

        // The command itself cannot be cancelled.
        var connection = ((SqliteConnection)database.Database.GetDbConnection()).Handle;
        await using var stop = cancellationToken.Register(() => raw.sqlite3_interrupt(connection));
        await database.Database.ExecuteSqlAsync($"VACUUM INTO {unfinished}", cancellationToken);
    }

    // A backup that fills the disk would also stop the database's own writes.
    private void RequireSpace(string file)
    {
        var needed = BackupFiles.SizeOf(folder.DatabaseFile);
        if (disk.FreeAt(file) is { } free && free < needed)
        {
            throw new DatabaseUnavailableException(
                $"the backup {file} cannot be written: it may need {needed >> 20} MiB, and its disk has {free >> 20} MiB left");
        }
    }
}
