using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Backups;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Settings;

namespace WxYarpGateway.Database.Upkeep;

/// <summary>Does what a database needs regularly, while it is open: hourly removal of old rows, and nightly backups of SQLite.</summary>
internal sealed partial class UpkeepWorker(
    DatabaseAccess access,
    SharedLease leases,
    RetentionWork retention,
    SqliteBackups backups,
    TimeProvider clock,
    ILogger<UpkeepWorker> logger) : BackgroundService
{
    private const string RetentionLease = "retention";

    // The hour, by the machine's clock, at which backups are made; one that was missed is made up for.
    private const int BackupHour = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Does what is due now; does not fail.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (access.State.Status != DatabaseStatus.Ready)
        {
            return;
        }

        try
        {
            await RemoveAsync(cancellationToken);
            if (access.Kind == DatabaseKind.Sqlite && IsBackupDue())
            {
                Log.BackedUp(logger, await backups.MakeAsync(cancellationToken));
            }
        }
        catch (Exception exception) when (exception is DatabaseUnavailableException or FieldUnreadableException)
        {
            Log.Failed(logger, exception.Message);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Pushes need no upkeep, and an exception would stop the host.
            Log.Crashed(logger, exception);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken);
            await RunAsync(stoppingToken);
        }
    }

    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        if (!await leases.TryTakeAsync(RetentionLease, Hour, cancellationToken))
        {
            return;
        }

        try
        {
            var removed = await retention.RunAsync(cancellationToken);
            if (removed > 0)
            {
                Log.Removed(logger, removed);
            }
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            await leases.GiveBackAsync(RetentionLease, cancellationToken);
            throw;
        }
    }

    private bool IsBackupDue()
    {
        var now = clock.GetLocalNow();
        var due = new DateTimeOffset(now.Date.AddHours(BackupHour), now.Offset);
        due = due <= now ? due : due.AddDays(-1);
        return backups.InFolder() is not [var (_, last), ..] || last < due;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Removed '{Rows}' rows from the database: their time was over.", EventName = "Removed")]
        public static partial void Removed(ILogger logger, long rows);

        [LoggerMessage(
            2, LogLevel.Information, "Backed up the database to '{File}', without its key; the last seven are kept.", EventName = "BackedUp")]
        public static partial void BackedUp(ILogger logger, string file);

        [LoggerMessage(
            3, LogLevel.Warning, "The database's upkeep failed: '{Problem}' Trying again in five minutes.", EventName = "Failed")]
        public static partial void Failed(ILogger logger, string problem);

        [LoggerMessage(
            4, LogLevel.Error, "The database's upkeep failed unexpectedly. Trying again in five minutes.", EventName = "Crashed")]
        public static partial void Crashed(ILogger logger, Exception exception);
    }
}
