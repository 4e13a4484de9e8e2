using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Settings;

namespace WxYarpGateway.Database.Backups;

/// <summary>
/// Makes backups while those who asked for them wait for nothing, one at a time. What its files tell is told by other processes of the
/// machine too.
/// </summary>
public sealed partial class BackupDesk : BackgroundService
{
    /// <summary>Says why there is no backup of PostgreSQL.</summary>
    public const string OfPostgreSql
        = "PostgreSQL is backed up with its own tools, such as pg_dump; database export-vault adds the vault alone.";

    private readonly DatabaseAccess _access;
    private readonly DataFolder _folder;
    private readonly SqliteBackups _backups;
    private readonly BackupFiles _files;
    private readonly ILogger<BackupDesk> _logger;
    private readonly Channel<BackupOrder> _orders = Channel.CreateBounded<BackupOrder>(1);

    internal BackupDesk(
        DatabaseAccess access, DataFolder folder, SqliteBackups backups, BackupFiles files, ILogger<BackupDesk> logger)
    {
        _access = access;
        _folder = folder;
        _backups = backups;
        _files = files;
        _logger = logger;
    }

    /// <summary>Begins a backup in the data folder, unless one is being made.</summary>
    /// <param name="cancellationToken">Ends the call, not a backup that was begun.</param>
    /// <returns>What came of it. The backup is made while the caller goes on.</returns>
    public async Task<BackupBeginning> BeginAsync(CancellationToken cancellationToken)
    {
        if (_access.Kind != DatabaseKind.Sqlite)
        {
            return new BackupBeginning(null, null, OfPostgreSql);
        }

        if (!File.Exists(_folder.DatabaseFile))
        {
            return new BackupBeginning(null, null, $"There is no database to back up: {_folder.DatabaseFile} does not exist.");
        }

        try
        {
            if (await _backups.TryOrderAsync(cancellationToken) is not { } order)
            {
                return new BackupBeginning(null, List().FirstOrDefault(backup => backup.State == BackupState.Running), null);
            }

            // Whoever has the right is the only one to write here.
            if (!_orders.Writer.TryWrite(order))
            {
                order.Dispose();
                return new BackupBeginning(null, null, "The gateway is stopping.");
            }

            return new BackupBeginning(new Backup(BackupFiles.IdOf(order.At), BackupState.Running, order.At), null, null);
        }
        catch (DatabaseUnavailableException exception)
        {
            return new BackupBeginning(null, null, exception.Message);
        }
    }

    /// <summary>Returns the backups in the data folder, the newest first; none for PostgreSQL.</summary>
    public IReadOnlyList<Backup> List() => _access.Kind == DatabaseKind.Sqlite ? _files.All() : [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var order in _orders.Reader.ReadAllAsync(stoppingToken))
            {
                using (order)
                {
                    await RunAsync(order, stoppingToken);
                }
            }
        }
        finally
        {
            _orders.Writer.TryComplete();
            while (_orders.Reader.TryRead(out var left))
            {
                left.Dispose();
            }
        }
    }

    private async Task RunAsync(BackupOrder order, CancellationToken cancellationToken)
    {
        try
        {
            await _backups.RunAsync(order, cancellationToken);
            Log.BackedUp(_logger, order.File);
        }
        catch (Exception exception) when (exception is DatabaseUnavailableException or FieldUnreadableException)
        {
            Log.Failed(_logger, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Information, "Backed up the database to '{File}', without its key, as was asked for.", EventName = "BackedUp")]
        public static partial void BackedUp(ILogger logger, string file);

        [LoggerMessage(2, LogLevel.Error, "The backup that was asked for failed: '{Problem}' Ask for it again.", EventName = "Failed")]
        public static partial void Failed(ILogger logger, string problem);
    }
}
