using System.Globalization;
using System.Runtime.CompilerServices;
using MySqlConnector;

namespace WxYarpGateway.PlatformImport.Found;

/// <summary>Reads another program's tables in MySQL or MariaDB, and nothing else: the session is read-only.</summary>
internal sealed class SourceTables : IAsyncDisposable
{
    private const string NotThere = "tables that are not there, or not as the program makes them";
    private const int Page = 1_000;
    private const uint ConnectSeconds = 10;
    private const uint CommandSeconds = 120;

    private readonly MySqlConnection _connection;
    private readonly LeftOut _leftOut;

    private SourceTables(MySqlConnection connection, LeftOut leftOut, TimeSpan clockOffset)
    {
        _connection = connection;
        _leftOut = leftOut;
        ClockOffset = clockOffset;
    }

    /// <summary>Gets how much the server's own clock is ahead of UTC now.</summary>
    public TimeSpan ClockOffset { get; }

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
            await using var clock = new MySqlCommand("SELECT ROUND(TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), NOW()) / 60)", opened);
            var minutes = Convert.ToInt64(await clock.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
            await using var session = new MySqlCommand("SET time_zone = '+00:00'; SET SESSION TRANSACTION READ ONLY", opened);
            await session.ExecuteNonQueryAsync(cancellationToken);
            return new SourceTables(opened, leftOut, TimeSpan.FromMinutes(minutes));
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads a table whole; empty when there is no such table.</summary>
    /// <param name="table">One of the program's tables.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<SourceRow>> ReadAsync(string table, CancellationToken cancellationToken)
        => await QueryAsync(table, $"SELECT * FROM `{table}`", cancellationToken) ?? [];

    /// <summary>Runs a query on a table; <see langword="null"/> when there is no such table.</summary>
    /// <param name="table">One of the program's tables.</param>
    /// <param name="statement">The query, a constant of ours but for numbers.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="values">The values of <c>@0</c>, <c>@1</c>, ….</param>
    public async Task<IReadOnlyList<SourceRow>?> QueryAsync(
        string table, string statement, CancellationToken cancellationToken, params IReadOnlyList<object> values)
    {
        try
        {
#pragma warning disable CA2100 // The statements are ours.
            await using var command = new MySqlCommand(statement, _connection);
#pragma warning restore CA2100
            foreach (var (number, value) in values.Index())
            {
                command.Parameters.AddWithValue(string.Create(CultureInfo.InvariantCulture, $"@{number}"), value);
            }

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
            _leftOut.Add(NotThere, table);
            return null;
        }
    }

    /// <summary>Reads a table with a numbered key page by page; empty when there is no such table.</summary>
    /// <param name="table">One of the program's tables.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<(long Number, SourceRow Row)> ReadNumberedAsync(
        string table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = -1L;
        while (await QueryAsync(
            table, $"SELECT * FROM `{table}` WHERE id > @0 ORDER BY id LIMIT {Page}", cancellationToken, after) is { Count: > 0 } rows)
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
}
