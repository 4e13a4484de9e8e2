using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Backups;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Exports;
using WxYarpGateway.Database.Settings;

namespace WxYarpGateway.Database.Upkeep;

/// <summary>
/// What operators do with a database: the verbs below <c>database</c>. Gateways may run meanwhile. All but <see cref="ReportAsync"/> raise
/// <see cref="DatabaseUnavailableException"/>, also for a database that this program must not use, and
/// <see cref="FieldUnreadableException"/> for a key or a file of another key.
/// </summary>
public sealed class DatabaseCare
{
    private readonly DatabaseAccess _access;
    private readonly DataFolder _folder;
    private readonly SqliteBackups _backups;
    private readonly Verification _verification;
    private readonly KeyRotation _rotation;
    private readonly VaultExport _export;
    private readonly VaultImport _import;

    internal DatabaseCare(
        DatabaseAccess access,
        DataFolder folder,
        SqliteBackups backups,
        Verification verification,
        KeyRotation rotation,
        VaultExport export,
        VaultImport import)
    {
        _access = access;
        _folder = folder;
        _backups = backups;
        _verification = verification;
        _rotation = rotation;
        _export = export;
        _import = import;
    }

    /// <summary>Gets the kind of database.</summary>
    public DatabaseKind Kind => _access.Kind;

    /// <summary>Tells what the database has, and changes nothing.</summary>
    /// <exception cref="DatabaseUnavailableException">The database cannot be reached.</exception>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<DatabaseReport> ReportAsync(CancellationToken cancellationToken)
    {
        var backup = Kind == DatabaseKind.Sqlite ? _backups.InFolder() is [var (file, _), ..] ? file : null : null;
        var engine = _access.Engine;
        if (Kind == DatabaseKind.Sqlite && !File.Exists(_folder.DatabaseFile))
        {
            return new DatabaseReport(Kind.ToString(), engine.Place, IsThere: false, [], [], [], KeyProblem: null, backup);
        }

        try
        {
            await using var database = engine.NewContext(_access.Cipher);
            var schema = await DatabaseSchema.ReadAsync(database, cancellationToken);
            var key = schema.Applied.Count == 0 ? null : await KeyProblemAsync(database, cancellationToken);
            return new DatabaseReport(
                Kind.ToString(), engine.Place, IsThere: true, schema.Applied, schema.Pending, schema.Unknown, key, backup);
        }
        catch (Exception exception) when (engine.WhyUnavailable(exception) is { } reason)
        {
            throw new DatabaseUnavailableException(reason, exception);
        }
    }

    /// <summary>Applies all migrations; returns how many.</summary>
    /// <param name="cancellationToken">Ends the work; the next run finishes it.</param>
    public async Task<int> MigrateAsync(CancellationToken cancellationToken)
    {
        var engine = _access.Engine;
        try
        {
            await using var database = engine.NewContext(_access.Cipher);
            await engine.PrepareAsync(database, cancellationToken);
            var schema = await DatabaseSchema.ReadAsync(database, cancellationToken);
            schema.RefuseNewer();
            await DatabaseAccess.MigrateAsync(engine, database, cancellationToken);
            await DatabaseSchema.CheckKeyAsync(database, cancellationToken);
            return schema.Pending.Count;
        }
        catch (DatabaseRefusedException exception)
        {
            throw new DatabaseUnavailableException(exception.Message.TrimEnd('.'), exception);
        }
        catch (Exception exception) when (engine.WhyUnavailable(exception) is { } reason)
        {
            throw new DatabaseUnavailableException(reason, exception);
        }
    }

    /// <summary>Backs a SQLite database up; returns the backup's file.</summary>
    /// <param name="file">The file; <see langword="null"/> for one in the data folder, of which the last seven are kept.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<string> BackUpAsync(string? file, CancellationToken cancellationToken)
    {
        if (!File.Exists(_folder.DatabaseFile))
        {
            throw new DatabaseUnavailableException($"there is no {_folder.DatabaseFile}");
        }

        if (file is null)
        {
            return await _backups.MakeAsync(cancellationToken);
        }

        await _backups.MakeAsync(file, cancellationToken);
        return file;
    }

    /// <summary>Reads everything that is encrypted, and has SQLite check its file.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<VerificationResult> VerifyAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        return await _verification.RunAsync(cancellationToken);
    }

    /// <summary>Encrypts everything with the current key; may be run again after it was broken off.</summary>
    /// <param name="cancellationToken">Ends the work; the next run finishes it.</param>
    public async Task<KeyRotationResult> RotateKeyAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        return await _rotation.RunAsync(cancellationToken);
    }

    /// <summary>Writes all authorizers and their refresh tokens into a file, encrypted with the key; returns how many.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<long> ExportVaultAsync(string file, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        return await _export.RunAsync(file, tell: null, cancellationToken);
    }

    /// <summary>Takes authorizers from such a file: those that are not there, and refresh tokens of those that have none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Ends the work; the next run finishes it.</param>
    public async Task<VaultImportResult> ImportVaultAsync(string file, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        return await _import.RunAsync(file, cancellationToken);
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (await _access.OpenAsIsAsync(cancellationToken) is { Status: not DatabaseStatus.Ready, Problem: var problem })
        {
            throw new DatabaseUnavailableException(problem!.TrimEnd('.'));
        }
    }

    private static async Task<string?> KeyProblemAsync(GatewayDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            await DatabaseSchema.CheckKeyAsync(database, cancellationToken);
            return null;
        }
        catch (DatabaseRefusedException exception)
        {
            return exception.Message;
        }
    }
}
