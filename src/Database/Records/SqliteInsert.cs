using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Platform.Records;

namespace WxYarpGateway.Database.Records;

/// <summary>Writes many records with one prepared statement in one transaction.</summary>
internal static class SqliteInsert
{
    private static readonly string Statement =
        $"INSERT INTO record ({RecordColumns.Names}) VALUES ({string.Join(", ", Enumerable.Range(0, RecordColumns.Count).Select(NameOf))})";

    /// <summary>Writes the records.</summary>
    public static async Task RunAsync(
        GatewayDatabase database, IReadOnlyList<StoredRecord> records, IReadOnlyList<byte[]?> bodies, CancellationToken cancellationToken)
    {
        await database.Database.OpenConnectionAsync(cancellationToken);
        var connection = (SqliteConnection)database.Database.GetDbConnection();
        await using var transaction = connection.BeginTransaction();
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;

        // No caller's text is in it.
#pragma warning disable CA2100
        command.CommandText = Statement;
#pragma warning restore CA2100
        var parameters = Enumerable.Range(0, RecordColumns.Count).Select(column
            => new SqliteParameter { ParameterName = NameOf(column) }).ToArray();
        command.Parameters.AddRange(parameters);
        for (var index = 0; index < records.Count; index++)
        {
            var record = records[index];
            object?[] values =
            [
                record.Id, record.ReceivedAt.ToUnixTimeMilliseconds(), record.Service, record.AppId, RecordColumns.TextOf(record.InfoType),
                RecordColumns.TextOf(record.MsgType), RecordColumns.TextOf(record.Event), RecordColumns.TextOf(record.MessageId),
                RecordColumns.TextOf(record.UserHash), record.Attempt, record.Outcome, RecordColumns.TextOf(record.Rule),
                RecordColumns.TextOf(record.Backend), record.Milliseconds, RecordColumns.TextOf(record.Reply),
                RecordColumns.TextOf(record.TraceId), RecordColumns.TextOf(record.Steps), bodies[index],
            ];
            for (var column = 0; column < values.Length; column++)
            {
                parameters[column].Value = values[column] ?? DBNull.Value;
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static string NameOf(int column) => $"$c{column}";
}
