using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace WxYarpGateway.Database.Statements;

/// <summary>Inserts many new rows at once, beside change tracking: all of them or none.</summary>
internal static class BatchInsert
{
    /// <summary>Inserts the rows.</summary>
    /// <param name="database">The database, in a write.</param>
    /// <param name="rows">The rows, with their keys.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task RunAsync<TRow>(GatewayDatabase database, IReadOnlyCollection<TRow> rows, CancellationToken cancellationToken)
        where TRow : class
    {
        var model = database.Model.FindEntityType(typeof(TRow))!;
        IProperty[] columns = [.. model.GetProperties()];
        var names = string.Join(", ", columns.Select(column => $"\"{column.GetColumnName()}\""));
        await database.Database.OpenConnectionAsync(cancellationToken);
        if (database.Database.GetDbConnection() is NpgsqlConnection connection)
        {
            await CopyAsync(connection, $"COPY \"{model.GetTableName()}\" ({names}) FROM STDIN (FORMAT BINARY)", columns, rows, cancellationToken);
        }
        else
        {
            var values = string.Join(", ", columns.Select((_, index) => $"@p{index}"));
            var statement = $"INSERT INTO \"{model.GetTableName()}\" ({names}) VALUES ({values})";
            await InsertAsync(database.Database.GetDbConnection(), statement, columns, rows, cancellationToken);
        }
    }

    private static async Task CopyAsync<TRow>(
        NpgsqlConnection connection, string statement, IProperty[] columns, IReadOnlyCollection<TRow> rows, CancellationToken cancellationToken)
        where TRow : class
    {
        string[] types = [.. columns.Select(column => column.GetColumnType())];
        await using var copy = await connection.BeginBinaryImportAsync(statement, cancellationToken);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellationToken);
            for (var index = 0; index < columns.Length; index++)
            {
                if (ValueOf(columns[index], row) is { } value)
                {
                    await copy.WriteAsync(value, types[index], cancellationToken);
                }
                else
                {
                    await copy.WriteNullAsync(cancellationToken);
                }
            }
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task InsertAsync<TRow>(
        DbConnection connection, string statement, IProperty[] columns, IReadOnlyCollection<TRow> rows, CancellationToken cancellationToken)
        where TRow : class
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = statement;
        for (var index = 0; index < columns.Length; index++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{index}";
            command.Parameters.Add(parameter);
        }

        foreach (var row in rows)
        {
            for (var index = 0; index < columns.Length; index++)
            {
                command.Parameters[index].Value = ValueOf(columns[index], row) ?? DBNull.Value;
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static object? ValueOf<TRow>(IProperty column, TRow row)
        where TRow : class
    {
        var value = column.GetGetter().GetClrValue(row);
        return value is not null && column.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value) : value;
    }
}
