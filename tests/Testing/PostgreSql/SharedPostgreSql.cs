using DotNet.Testcontainers.Builders;
using Npgsql;
using Testcontainers.PostgreSql;
using Xunit;

namespace WxYarpGateway.Testing.PostgreSql;

/// <summary>
/// The PostgreSQL that all tests of a project share, each with a database of its own: what <c>POSTGRES_CONNECTION</c> names, else a
/// container where a Docker engine answers, else Debian's server as a process.
/// </summary>
public class SharedPostgreSql : IAsyncLifetime
{
    // The version that the gateway's own compose file has.
    private const string Image = "postgres:17-alpine";

    private PostgreSqlContainer? _container;
    private PostgreSqlServer? _server;

    /// <summary>The connection string of the database that always exists.</summary>
    public string ConnectionString { get; private set; } = "";

    public virtual async ValueTask InitializeAsync()
    {
        ConnectionString = Environment.GetEnvironmentVariable("POSTGRES_CONNECTION") ?? "";
        if (ConnectionString.Length == 0)
        {
            ConnectionString = await StartAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Makes a database; returns its connection string.</summary>
    /// <param name="template">The name of a database to copy, which nobody is connected to.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<string> CreateAsync(CancellationToken cancellationToken, string template = "template1")
    {
        var name = NewName();
        await RunAsync($"""CREATE DATABASE "{name}" TEMPLATE "{template}" """, cancellationToken);
        return Named(name);
    }

    /// <summary>Removes a database, whoever is connected to it.</summary>
    public async Task DropAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using (var pool = new NpgsqlConnection(connectionString))
        {
            NpgsqlConnection.ClearPool(pool);
        }

        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await RunAsync($"""DROP DATABASE IF EXISTS "{name}" WITH (FORCE)""", cancellationToken);
    }

    /// <summary>Returns a name that no other test has.</summary>
    public static string NewName() => $"test_{Guid.NewGuid():N}";

    /// <summary>Returns the connection string of a database, which need not be there.</summary>
    public string Named(string database)
        => new NpgsqlConnectionStringBuilder(ConnectionString) { Database = database, IncludeErrorDetail = true }.ConnectionString;

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        NpgsqlConnection.ClearAllPools();
        if (_container is not null)
        {
            await _container.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task RunAsync(string statement, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.CommandTimeout = 60;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<string> StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _container = new PostgreSqlBuilder(Image).WithCommand("-c", "fsync=off", "-c", "max_connections=300").Build();
            await _container.StartAsync(cancellationToken);
            return _container.GetConnectionString();
        }
        catch (DockerUnavailableException)
        {
            _server = await PostgreSqlServer.StartAsync(cancellationToken);
            return _server.ConnectionString;
        }
    }
}
