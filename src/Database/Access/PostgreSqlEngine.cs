using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using WxYarpGateway.Database.Settings;

namespace WxYarpGateway.Database.Access;

/// <summary>PostgreSQL: a server that all replicas share.</summary>
internal sealed class PostgreSqlEngine(string connection) : DatabaseEngine
{
    private const string MigrationsAssembly = "WxYarpGateway.PostgreSqlMigrations";
    private const int OldestVersion = 14;

    private readonly NpgsqlConnectionStringBuilder _connection = new(connection)
    {
        Timeout = (int)Limit.TotalSeconds,
        CommandTimeout = (int)Limit.TotalSeconds,

        // A server that is gone cannot be told to stop working.
        CancellationTimeout = 1000,
        IncludeErrorDetail = false,
    };

    /// <inheritdoc/>
    public override DatabaseKind Kind => DatabaseKind.PostgreSql;

    /// <inheritdoc/>
    public override string Place => $"{_connection.Database ?? _connection.Username} on {_connection.Host}";

    /// <inheritdoc/>
    public override async Task PrepareAsync(GatewayDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            await database.Database.OpenConnectionAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            // The migrations create the database.
            return;
        }

        var version = ((NpgsqlConnection)database.Database.GetDbConnection()).PostgreSqlVersion;
        if (version.Major < OldestVersion)
        {
            throw new DatabaseRefusedException($"The database server is PostgreSQL {version}. Use version {OldestVersion} or later.");
        }
    }

    /// <inheritdoc/>
    public override Task MigrateAsync(GatewayDatabase database, CancellationToken cancellationToken)
        => database.Database.MigrateAsync(cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IDisposable?> EnterWriteAsync(CancellationToken cancellationToken) => default;

    /// <inheritdoc/>
    public override Task SetAsync(GatewayDatabase database, Durability durability, CancellationToken cancellationToken)
        => Task.CompletedTask;

    /// <inheritdoc/>
    protected override DbContextOptions<GatewayDatabase> Configure()
        => new DbContextOptionsBuilder<GatewayDatabase>()
            .UseNpgsql(
                _connection.ConnectionString,
                npgsql => npgsql.MigrationsAssembly(MigrationsAssembly).SetPostgresVersion(OldestVersion, 0))
            .Options;

    /// <inheritdoc/>
    protected override string? Reason(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => $"there is no {Place}",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => $"{Place} is read-only",
        PostgresException error when IsOfServer(error.SqlState) => $"{Place} refuses: {error.MessageText}",
        PostgresException => null,
        SocketException error => $"{_connection.Host} does not answer: {error.Message.TrimEnd('.')}",
        TimeoutException => $"{Place} did not answer within {Limit.TotalSeconds:0} seconds",
        EndOfStreamException or IOException => $"{_connection.Host} closed the connection",
        NpgsqlException { InnerException: null, IsTransient: true } error => error.Message.TrimEnd('.'),
        _ => null,
    };

    // Source: PostgreSQL's documentation, appendix A. Connection exception, authorization, transaction rollback (a deadlock), insufficient
    // resources, operator intervention, system error. A statement that was cancelled for its timeout is of class 57 too.
    private static bool IsOfServer(string state)
        => state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("28", StringComparison.Ordinal)
            || state.StartsWith("40", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal)
            || state.StartsWith("57", StringComparison.Ordinal) || state.StartsWith("58", StringComparison.Ordinal);
}
