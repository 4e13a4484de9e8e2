using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Settings;

namespace WxYarpGateway.Database.Backups;

/// <summary>
/// Makes backups and exports of the vault while those who asked for them wait for nothing, one of each at a time. What its files tell is
/// told by other processes of the machine too.
/// </summary>
public sealed partial class BackupDesk : BackgroundService
{
    /// <summary>Says why there is no backup of PostgreSQL.</summary>
    public const string OfPostgreSql
        = "PostgreSQL is backed up with its own tools, such as pg_dump; database export-vault adds the vault alone.";

    private readonly DatabaseAccess _access;
    private readonly DataFolder _folder;
    private readonly SqliteBackups _backups;
    private readonly VaultBackups _exports;
    private readonly ILogger<BackupDesk> _logger;
    private readonly Channel<BackupOrder> _backupOrders = Channel.CreateBounded<BackupOrder>(1);
    private readonly Channel<BackupOrder> _exportOrders = Channel.CreateBounded<BackupOrder>(1);
    private volatile BackupOrder? _export;

    internal BackupDesk(
        DatabaseAccess access, DataFolder folder, SqliteBackups backups, VaultBackups exports, ILogger<BackupDesk> logger)
    {
        _access = access;
        _folder = folder;
        _backups = backups;
        _exports = exports;
        _logger = logger;
    }

    /// <summary>Begins a backup in the data folder, unless one is being made.</summary>
    /// <param name="cancellationToken">Ends the call, not a backup that was begun.</param>
    /// <returns>What came of it. The backup is made while the caller goes on.</returns>
    public async Task<BackupBeginning> BeginAsync(CancellationToken cancellationToken)
        => _access.Kind != DatabaseKind.Sqlite ? Refused(OfPostgreSql)
            : !File.Exists(_folder.DatabaseFile) ? Refused($"There is no database to back up: {_folder.DatabaseFile} does not exist.")
            : await BeginAsync(_backups.TryOrderAsync, _backupOrders, List, cancellationToken);

    /// <summary>Begins an export of the vault in the data folder, unless one is being made.</summary>
    /// <param name="cancellationToken">Ends the call, not an export that was begun.</param>
    /// <returns>What came of it. The export is made while the caller goes on.</returns>
    public async Task<BackupBeginning> BeginExportAsync(CancellationToken cancellationToken)
    {
        var state = _access.State;
        return state.Status == DatabaseStatus.Ready
            ? await BeginAsync(_exports.TryOrderAsync, _exportOrders, ListExports, cancellationToken)
            : Refused(state.Problem ?? "There is no vault to export: the gateway uses no database.");
    }

    /// <summary>Returns the backups in the data folder, the newest first; none for PostgreSQL.</summary>
    public IReadOnlyList<Backup> List() => _access.Kind == DatabaseKind.Sqlite ? _backups.All() : [];

    /// <summary>Returns the exports of the vault in the data folder, the newest first.</summary>
    public IReadOnlyList<Backup> ListExports()
        => _export is { } order && BackupFiles.IdOf(order.At) is var id
            ? [.. _exports.All().Select(
                one => one.Id == id && one.State == BackupState.Running ? one with { Progress = order.Progress } : one)]
            : _exports.All();

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        WorkAsync(_backupOrders, BackUpAsync, stoppingToken), WorkAsync(_exportOrders, ExportAsync, stoppingToken));

    private static BackupBeginning Refused(string why) => new(null, null, why);

    private static async Task<BackupBeginning> BeginAsync(
        Func<CancellationToken, Task<BackupOrder?>> tryOrder,
        Channel<BackupOrder> orders,
        Func<IReadOnlyList<Backup>> list,
        CancellationToken cancellationToken)
    {
        try
        {
            if (await tryOrder(cancellationToken) is not { } order)
            {
                return new BackupBeginning(null, list().FirstOrDefault(backup => backup.State == BackupState.Running), null);
            }

            // Whoever has the right is the only one to write here.
            var begun = new Backup(BackupFiles.IdOf(order.At), BackupState.Running, order.At);
            if (!orders.Writer.TryWrite(order))
            {
                order.Dispose();
                return Refused("The gateway is stopping.");
            }

            return new BackupBeginning(begun, null, null);
        }
        catch (DatabaseUnavailableException exception)
        {
            return Refused(exception.Message);
        }
    }

    private static async Task WorkAsync(
        Channel<BackupOrder> orders, Func<BackupOrder, CancellationToken, Task> run, CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var order in orders.Reader.ReadAllAsync(stoppingToken))
            {
                using (order)
                {
                    await run(order, stoppingToken);
                }
            }
        }
        finally
        {
            orders.Writer.TryComplete();
            while (orders.Reader.TryRead(out var left))
            {
                left.Dispose();
            }
        }
    }

    private async Task BackUpAsync(BackupOrder order, CancellationToken cancellationToken)
    {
        try
        {
            await _backups.RunAsync(order, cancellationToken);
            Log.BackedUp(_logger, order.File);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(_logger, exception.Message);
        }
    }

    private async Task ExportAsync(BackupOrder order, CancellationToken cancellationToken)
    {
        _export = order;
        try
        {
            Log.Exported(_logger, await _exports.RunAsync(order, cancellationToken), order.File);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.ExportFailed(_logger, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Information, "Backed up the database to '{File}', without its key, as was asked for.", EventName = "BackedUp")]
        public static partial void BackedUp(ILogger logger, string file);

        [LoggerMessage(2, LogLevel.Error, "The backup that was asked for failed: '{Problem}' Ask for it again.", EventName = "Failed")]
        public static partial void Failed(ILogger logger, string problem);

        [LoggerMessage(
            3,
            LogLevel.Information,
            "Exported the vault with '{Authorizers}' authorizers to '{File}', encrypted with the database's key, as was asked for.",
            EventName = "Exported")]
        public static partial void Exported(ILogger logger, long authorizers, string file);

        [LoggerMessage(
            4,
            LogLevel.Error,
            "The export of the vault that was asked for failed: '{Problem}' Ask for it again.",
            EventName = "ExportFailed")]
        public static partial void ExportFailed(ILogger logger, string problem);
    }
}
