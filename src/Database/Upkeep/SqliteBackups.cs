using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Settings;

namespace WxYarpGateway.Database.Upkeep;

/// <summary>Backups of a SQLite database: whole databases in files of their own, made while the gateway runs. They have no key.</summary>
internal sealed class SqliteBackups(DatabaseAccess access, DataFolder folder, DatabaseMetrics metrics, TimeProvider clock)
{
    /// <summary>How many backups in the data folder are kept.</summary>
    public const int Kept = 7;

    private const string Prefix = "gateway-";
    private const string Suffix = ".db";
    private const string Moment = "yyyyMMdd-HHmmss";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly TimeSpan Limit = TimeSpan.FromHours(1);

    /// <summary>Returns the backups in the data folder with their moments, the newest first.</summary>
    public IReadOnlyList<(string File, DateTimeOffset At)> InFolder()
        => Directory.Exists(folder.Backups)
            ? [.. Directory.GetFiles(folder.Backups, $"{Prefix}*{Suffix}").Select(file => (file, At: MomentOf(file)))
                .Where(backup => backup.At is not null).Select(backup => (backup.file, backup.At!.Value))
                .OrderByDescending(backup => backup.Item2)]
            : [];

    /// <summary>Makes a backup in the data folder, and removes those that are too many; returns its file.</summary>
    /// <exception cref="DatabaseUnavailableException">The database cannot be read, or the backup not be written.</exception>
    public async Task<string> MakeAsync(CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder.Backups);
        }
        else
        {
            Directory.CreateDirectory(folder.Backups, OwnerOnly);
        }

        var at = clock.GetUtcNow();
        var file = Path.Combine(folder.Backups, Prefix + at.ToString(Moment, CultureInfo.InvariantCulture) + Suffix);
        await MakeAsync(file, cancellationToken);
        metrics.BackedUp(at);
        foreach (var (old, _) in InFolder().Skip(Kept))
        {
            File.Delete(old);
        }

        return file;
    }

    /// <summary>Makes a backup in a file, in place of any that is there: whole, or not at all.</summary>
    /// <exception cref="DatabaseUnavailableException">The database cannot be read, or the backup not be written.</exception>
    public async Task MakeAsync(string file, CancellationToken cancellationToken)
    {
        var unfinished = $"{file}.unfinished";
        try
        {
            File.Delete(unfinished);
            await using (var database = access.Engine.NewContext(access.Cipher))
            {
                database.Database.SetCommandTimeout(Limit);
                await database.Database.ExecuteSqlAsync($"VACUUM INTO {unfinished}", cancellationToken);
            }

            await using (var written = new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite))
            {
                written.Flush(flushToDisk: true);
            }

            File.Move(unfinished, file, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseUnavailableException($"the backup {file} cannot be written: {exception.Message.TrimEnd('.')}", exception);
        }
        catch (Exception exception) when (access.Engine.WhyUnavailable(exception) is { } reason)
        {
            throw new DatabaseUnavailableException(reason, exception);
        }
    }

    private static DateTimeOffset? MomentOf(string file)
        => DateTimeOffset.TryParseExact(
            Path.GetFileNameWithoutExtension(file)[Prefix.Length..], Moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out var at) ? at : null;
}
