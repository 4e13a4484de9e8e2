using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;
using WxYarpGateway.Database.Settings;

namespace WxYarpGateway.Database.Access;

/// <summary>SQLite: a file, read by many and written by one at a time.</summary>
internal sealed class SqliteEngine(string file) : DatabaseEngine, IDisposable
{
    private const string MigrationsAssembly = "WxYarpGateway.SqliteMigrations";

    private readonly SemaphoreSlim _writer = new(1, 1);

    /// <inheritdoc/>
    public override DatabaseKind Kind => DatabaseKind.Sqlite;

    /// <inheritdoc/>
    public override string Place => file;

    private string ConnectionString { get; } = new SqliteConnectionStringBuilder
    {
        DataSource = file,
        DefaultTimeout = (int)Limit.TotalSeconds,
    }.ToString();

    /// <inheritdoc/>
    public override async Task PrepareAsync(GatewayDatabase database, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);

        // Readers and the writer do not wait for each other then; the file remembers it.
        await database.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task MigrateAsync(GatewayDatabase database, CancellationToken cancellationToken)
    {
        // EF Core's own lock is a row, which a killed process leaves behind for ever. This one ends with its process.
        using var mine = await LockAsync(cancellationToken);
        await database.Database.ExecuteSqlRawAsync("""DROP TABLE IF EXISTS "__EFMigrationsLock" """, cancellationToken);
        await database.Database.MigrateAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask<IDisposable?> EnterWriteAsync(CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        return new Turn(_writer);
    }

    /// <inheritdoc/>
    public override async Task SetAsync(GatewayDatabase database, Durability durability, CancellationToken cancellationToken)
    {
        // A connection that was just opened is set to FULL.
        if (durability == Durability.ProcessEnd)
        {
            await database.Database.OpenConnectionAsync(cancellationToken);
            await database.Database.ExecuteSqlRawAsync("PRAGMA synchronous = NORMAL", cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        using var pool = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(pool);
    }

    /// <inheritdoc/>
    protected override DbContextOptions<GatewayDatabase> Configure()
        => new DbContextOptionsBuilder<GatewayDatabase>()
            .UseSqlite(ConnectionString, sqlite => sqlite
                .MigrationsAssembly(MigrationsAssembly)

                // As PostgreSQL has it. EF Core's default is a parameter for each entry: slow from a thousand on, refused above 32,766.
                .UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
            .AddInterceptors(new SqlitePragmas())
            .Options;

    /// <inheritdoc/>
    protected override string? Reason(Exception exception) => exception is not SqliteException error ? null : error.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"another process has been writing to {file} for longer than "
            + $"{Limit.TotalSeconds:0} seconds",
        raw.SQLITE_FULL => $"the disk of {file} is full",
        raw.SQLITE_IOERR => $"{file} cannot be read or written",
        raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH => $"{file} cannot be opened",
        raw.SQLITE_READONLY => $"{file} is read-only",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => $"{file} is damaged; restore a backup",
        _ => null,
    };

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream($"{file}.migrating", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists($"{file}.migrating"))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
            }
        }
    }

    private sealed class Turn(SemaphoreSlim writer) : IDisposable
    {
        public void Dispose() => writer.Release();
    }
}
