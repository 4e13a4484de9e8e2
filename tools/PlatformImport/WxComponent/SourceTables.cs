using System.Runtime.CompilerServices;
using MySqlConnector;
using WxYarpGateway.PlatformImport.Found;

namespace WxYarpGateway.PlatformImport.WxComponent;

/// <summary>Reads wxcomponent's tables, and nothing else: the session is read-only.</summary>
internal sealed class SourceTables : IAsyncDisposable
{
    private const int Page = 1_000;
    private const uint ConnectSeconds = 10;
    private const uint CommandSeconds = 120;

    private readonly MySqlConnection _connection;
    private readonly LeftOut _leftOut;

    private SourceTables(MySqlConnection connection, LeftOut leftOut)
    {
        _connection = connection;
        _leftOut = leftOut;
    }

    /// <summary>Connects.</summary>
    /// <exception cref="MySqlException">The server is not there, or refuses.</exception>
    public static async Task<SourceTables> OpenAsync(
        MySqlConnectionStringBuilder connection, LeftOut leftOut, CancellationToken cancellationToken)
    {
        var options = new MySqlConnectionStringBuilder(connection.ConnectionString)
        {
            Pooling = false,
            ConnectionTimeout = ConnectSeconds,
            DefaultCommandTimeout = CommandSeconds,

            // Times are read as UTC, and a date of zeros as none. TINYINT(1) is a number there.
            ConvertZeroDateTime = true,
            TreatTinyAsBoolean = false,
        };
        var opened = new MySqlConnection(options.ConnectionString);
        try
        {
            await opened.OpenAsync(cancellationToken);
            await using var session = new MySqlCommand("SET time_zone = '+00:00'; SET SESSION TRANSACTION READ ONLY", opened);
            await session.ExecuteNonQueryAsync(cancellationToken);
            return new SourceTables(opened, leftOut);
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads a table whole; empty when there is no such table.</summary>
    /// <param name="table">One of wxcomponent's tables.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<SourceRow>> ReadAsync(string table, CancellationToken cancellationToken)
        => await QueryAsync(table, $"SELECT * FROM `{table}`", after: 0, cancellationToken) ?? [];

    /// <summary>Reads a table with a numbered key page by page; empty when there is no such table.</summary>
    /// <param name="table">One of wxcomponent's tables.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<(long Number, SourceRow Row)> ReadNumberedAsync(
        string table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = -1L;
        while (await QueryAsync(
            table, $"SELECT * FROM `{table}` WHERE id > @after ORDER BY id LIMIT {Page}", after, cancellationToken) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
            {
                // A table without its key may have a number twice.
                if (row.Number("id") is { } number && number > after)
                {
                    after = number;
                    yield return (number, row);
                }
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<IReadOnlyList<SourceRow>?> QueryAsync(
        string table, string statement, long after, CancellationToken cancellationToken)
    {
        try
        {
            // The names of tables are constants of ours.
#pragma warning disable CA2100
            await using var command = new MySqlCommand(statement, _connection);
#pragma warning restore CA2100
            command.Parameters.AddWithValue("@after", after);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<SourceRow>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(new SourceRow(reader));
            }

            return rows;
        }
        catch (MySqlException exception) when (exception.ErrorCode is MySqlErrorCode.NoSuchTable or MySqlErrorCode.BadFieldError)
        {
            _leftOut.Add("tables that are not there, or not as wxcomponent makes them", table);
            return null;
        }
    }
}
