using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using WxYarpGateway.Console.Configuration;

namespace WxYarpGateway.Console.Access.Store;

/// <summary>Opens the configured database.</summary>
internal sealed class AccessDatabases
{
    private const int LimitSeconds = 5;
    private const string FileName = "console.db";

    private readonly Func<AccessDatabase> _open;
    private readonly string? _file;

    public AccessDatabases(IOptions<ConsoleOptions> options, ConsoleEnvironment environment)
    {
        var database = options.Value.Database;
        if (database.Kind == DatabaseKind.PostgreSql)
        {
            var connection = new NpgsqlConnectionStringBuilder(database.Connection)
            {
                Timeout = LimitSeconds,
                CommandTimeout = LimitSeconds,
                IncludeErrorDetail = false,
            };
            var postgreSql = PostgreSql(connection.ConnectionString);
            Place = $"{connection.Database ?? connection.Username} on {connection.Host}";
            _open = () => new PostgreSqlAccessDatabase(postgreSql);
        }
        else
        {
            _file = Path.Combine(environment.FullDataFolder, FileName);
            var connection = new SqliteConnectionStringBuilder { DataSource = _file, DefaultTimeout = LimitSeconds, ForeignKeys = true };
            var sqlite = Sqlite(connection.ConnectionString);
            Place = _file;
            _open = () => new SqliteAccessDatabase(sqlite);
        }
    }

    /// <summary>Gets where the database is, without a password.</summary>
    public string Place { get; }

    /// <summary>Returns a context, to be disposed after one piece of work.</summary>
    public AccessDatabase Open() => _open();

    /// <summary>Creates or updates the tables, while no other console does.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var database = Open();
        if (_file is null)
        {
            await database.Database.MigrateAsync(cancellationToken);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        using var mine = await LockAsync($"{_file}.migrating", cancellationToken);

        Create(_file);

        // EF Core's own lock is a row, which a killed process leaves behind for ever. This one ends with its process.
        await database.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
        await database.Database.ExecuteSqlRawAsync("""DROP TABLE IF EXISTS "__EFMigrationsLock" """, cancellationToken);
        await database.Database.MigrateAsync(cancellationToken);
    }

    internal static DbContextOptions<SqliteAccessDatabase> Sqlite(string connection)
        => new DbContextOptionsBuilder<SqliteAccessDatabase>()
            .UseSqlite(connection, sqlite => sqlite.MigrationsHistoryTable(AccessDatabase.MigrationsTable))
            .Options;

    internal static DbContextOptions<PostgreSqlAccessDatabase> PostgreSql(string connection)
        => new DbContextOptionsBuilder<PostgreSqlAccessDatabase>()
            .UseNpgsql(connection, npgsql => npgsql.MigrationsHistoryTable(AccessDatabase.MigrationsTable).SetPostgresVersion(14, 0))
            .Options;

    // For its owner alone; SQLite gives the files beside it the same rights.
    private static void Create(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var created = new FileStream(file, options);
    }

    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
            }
        }
    }
}
