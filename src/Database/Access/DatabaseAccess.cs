using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Database.Settings;

namespace WxYarpGateway.Database.Access;

/// <summary>
/// The one way to the database: opens it on demand, bounds every call, and tells how it is. It loads nothing of EF Core before the first
/// use, so no field of it and of the stores may be of EF Core's types.
/// </summary>
public sealed partial class DatabaseAccess : IDisposable
{
    private const string Read = "read";
    private const string Write = "write";

    // Tables with millions of rows may be rebuilt.
    private static readonly TimeSpan MigrationLimit = TimeSpan.FromMinutes(30);

    private readonly IOptions<DatabaseOptions> _options;
    private readonly DataFolder _folder;
    private readonly DatabaseKeys _keys;
    private readonly DatabaseMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger<DatabaseAccess> _logger;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly Lock _lock = new();
    private DatabaseEngine? _engine;
    private volatile DatabaseState _state;
    private volatile bool _isOpen;

    internal DatabaseAccess(
        IOptions<DatabaseOptions> options,
        DataFolder folder,
        DatabaseKeys keys,
        DatabaseMetrics metrics,
        TimeProvider clock,
        ILogger<DatabaseAccess> logger)
    {
        _options = options;
        _folder = folder;
        _keys = keys;
        _metrics = metrics;
        _clock = clock;
        _logger = logger;
        _state = new DatabaseState(DatabaseStatus.Closed, clock.GetUtcNow(), Problem: null);
        metrics.Watch(this);
    }

    /// <summary>Gets how the database is. Nobody who asks waits for it.</summary>
    public DatabaseState State => _state;

    /// <summary>Returns whether the database in use is another one than options name; an unused one is not.</summary>
    /// <param name="options">The options.</param>
    public bool DiffersFrom(DatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _state.Status != DatabaseStatus.Closed && _options.Value is var used
            && (used.Kind != options.Kind || used.Connection != options.Connection || used.Key != options.Key
                || used.Migrate != options.Migrate || !used.PreviousKeys.SequenceEqual(options.PreviousKeys));
    }

    /// <summary>Gets the kind of database in use.</summary>
    public DatabaseKind Kind => _options.Value.Kind;

    /// <summary>Gets a value indicating whether a call waited in vain, and nobody has found out yet whether the database is away.</summary>
    internal bool IsSuspect { get; private set; }

    internal string KindName => Kind == DatabaseKind.PostgreSql ? "postgresql" : "sqlite";

    /// <summary>Gets the cipher; it needs no database.</summary>
    /// <exception cref="FieldUnreadableException">There is no usable key.</exception>
    internal FieldCipher Cipher => _keys.Cipher();

    internal DatabaseEngine Engine => LazyInitializer.EnsureInitialized(ref _engine, MakeEngine);

    /// <summary>Opens the database, and applies migrations where the gateway does; does nothing when it is open.</summary>
    /// <returns>How it is then. A database that is away or refused is not opened, and may be opened later.</returns>
    /// <param name="cancellationToken">Ends the wait; what was begun is undone or finished by the next opening.</param>
    public Task<DatabaseState> OpenAsync(CancellationToken cancellationToken) => OpenAsync(_options.Value.Migrate, cancellationToken);

    /// <summary>Opens the database, and applies no migrations.</summary>
    internal Task<DatabaseState> OpenAsIsAsync(CancellationToken cancellationToken) => OpenAsync(mayMigrate: false, cancellationToken);

    private async Task<DatabaseState> OpenAsync(bool mayMigrate, CancellationToken cancellationToken)
    {
        if (_isOpen)
        {
            return _state;
        }

        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (!_isOpen)
            {
                await OpenOnceAsync(mayMigrate, cancellationToken);
                _isOpen = true;
                Set(DatabaseStatus.Ready, problem: null);
            }
        }
        catch (Exception exception) when (exception is DatabaseRefusedException or FieldUnreadableException)
        {
            Set(DatabaseStatus.Refused, exception.Message);
        }
        catch (Exception exception) when (WhyUnavailable(exception) is { } reason)
        {
            Set(DatabaseStatus.Away, Sentence(reason));
        }
        finally
        {
            _opening.Release();
        }

        return _state;
    }

    /// <summary>Finds out whether the database answers and takes writes, within the limit of a call; does not fail.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (!_isOpen)
        {
            await OpenAsync(cancellationToken);
            return;
        }

        try
        {
            await RunAsync(
                Write,
                static async (database, token) => await database.Database.ExecuteSqlAsync(
                    $"INSERT INTO meta (name, value) VALUES ('look', '') ON CONFLICT (name) DO UPDATE SET value = excluded.value", token),
                Durability.ProcessEnd,
                cancellationToken);
        }
        catch (DatabaseUnavailableException exception)
        {
            Set(DatabaseStatus.Away, exception.Message);
        }
    }

    /// <summary>Reads.</summary>
    /// <exception cref="DatabaseUnavailableException">The database is away, refused, or did not answer within five seconds.</exception>
    internal ValueTask<T> ReadAsync<T>(Func<GatewayDatabase, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        => RunAsync(Read, read, durability: null, cancellationToken, failFast: true);

    /// <summary>Writes; on SQLite while nobody else does. What must be whole or not at all begins a transaction of its own.</summary>
    /// <exception cref="DatabaseUnavailableException">
    /// The database is away, refused, takes no writes, or did not answer within five seconds: then what was begun may have been done.
    /// </exception>
    internal ValueTask<T> WriteAsync<T>(
        Func<GatewayDatabase, CancellationToken, Task<T>> write,
        CancellationToken cancellationToken,
        Durability durability = Durability.PowerLoss)
        => RunAsync(Write, write, durability, cancellationToken, failFast: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        (_engine as IDisposable)?.Dispose();
        _opening.Dispose();
    }

    private async ValueTask<T> RunAsync<T>(
        string name,
        Func<GatewayDatabase, CancellationToken, Task<T>> call,
        Durability? durability,
        CancellationToken cancellationToken,
        bool failFast = false)
    {
        if (failFast)
        {
            await MustBeReadyAsync(cancellationToken);
        }

        var started = _clock.GetTimestamp();
        using var limit = new CancellationTokenSource(DatabaseEngine.Limit, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var engine = Engine;
            using var turn = durability is null ? null : await engine.EnterWriteAsync(both.Token);
            await using var database = engine.NewContext(Cipher);
            if (durability is { } outlives)
            {
                await engine.SetAsync(database, outlives, both.Token);
            }

            var result = await call(database, both.Token);
            _metrics.Called(name, "done", _clock.GetElapsedTime(started));
            IsSuspect = false;
            Set(DatabaseStatus.Ready, problem: null);
            return result;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var reason = exception is OperationCanceledException && limit.IsCancellationRequested
                ? $"it did not answer within {DatabaseEngine.Limit.TotalSeconds:0} seconds"
                : WhyUnavailable(exception);
            _metrics.Called(name, reason is null ? "failed" : "unavailable", _clock.GetElapsedTime(started));
            if (reason is null)
            {
                throw;
            }

            // One slow search does not make the database away: the watch finds out.
            IsSuspect = true;
            throw new DatabaseUnavailableException(reason, exception);
        }
    }

    private async ValueTask MustBeReadyAsync(CancellationToken cancellationToken)
    {
        var state = _state.Status == DatabaseStatus.Closed ? await OpenAsync(cancellationToken) : _state;
        if (state.Status != DatabaseStatus.Ready)
        {
            throw new DatabaseUnavailableException(state.Problem?.TrimEnd('.') ?? "it is being opened");
        }
    }

    private async Task OpenOnceAsync(bool mayMigrate, CancellationToken cancellationToken)
    {
        var engine = Engine;
        await using var database = engine.NewContext(Cipher);
        await engine.PrepareAsync(database, cancellationToken);
        var schema = await DatabaseSchema.ReadAsync(database, cancellationToken);
        schema.RefuseNewer();
        if (!mayMigrate)
        {
            schema.RefuseOlder();
        }

        if (schema.Pending.Count > 0)
        {
            Log.Migrating(_logger, engine.Place, schema.Pending.Count);
            await MigrateAsync(engine, database, cancellationToken);
        }

        await DatabaseSchema.CheckKeyAsync(database, cancellationToken);
        Log.Opened(_logger, KindName, engine.Place);
    }

    /// <summary>Applies all migrations.</summary>
    internal static async Task MigrateAsync(DatabaseEngine engine, GatewayDatabase database, CancellationToken cancellationToken)
    {
        database.Database.SetCommandTimeout(MigrationLimit);
        await engine.MigrateAsync(database, cancellationToken);
        database.Database.SetCommandTimeout(DatabaseEngine.Limit);
    }

    private string? WhyUnavailable(Exception exception) => exception switch
    {
        FieldUnreadableException or DatabaseUnavailableException => null,
        IOException or UnauthorizedAccessException => $"{Engine.Place} cannot be opened: {exception.Message.TrimEnd('.')}",
        _ => Engine.WhyUnavailable(exception),
    };

    private DatabaseEngine MakeEngine()
        => Kind == DatabaseKind.PostgreSql ? new PostgreSqlEngine(_options.Value.Connection!) : new SqliteEngine(_folder.DatabaseFile);

    private static string Sentence(string reason) => $"The database is not available: {reason}.";

    private void Set(DatabaseStatus status, string? problem)
    {
        lock (_lock)
        {
            var last = _state;
            if (last.Status == status && last.Problem == problem)
            {
                return;
            }

            _state = new DatabaseState(status, last.Status == status ? last.Since : _clock.GetUtcNow(), problem);
            if (last.Status == status)
            {
                return;
            }

            if (status != DatabaseStatus.Ready)
            {
                Log.Lost(_logger, problem!);
            }
            else if (last.Status is DatabaseStatus.Away or DatabaseStatus.Refused)
            {
                Log.Back(_logger);
            }
        }
    }
}
