using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Platform.Records;

namespace WxYarpGateway.Database.Records;

/// <summary>Writes many records with one prepared statement in one transaction.</summary>
internal static class SqliteInsert
{
    private static readonly string Statement =
        $"INSERT INTO record ({RecordColumns.Names}) VALUES ({string.Join(", ", Enumerable.Repeat("?", RecordColumns.Count))})";

    /// <summary>Writes the records.</summary>
    public static async Task RunAsync(
        GatewayDatabase database, IReadOnlyList<StoredRecord> records, IReadOnlyList<byte[]?> bodies, CancellationToken cancellationToken)
    {
        await database.Database.OpenConnectionAsync(cancellationToken);
        var connection = (SqliteConnection)database.Database.GetDbConnection();
        await using var transaction = connection.BeginTransaction();
        using (var row = new SqliteRow(connection, Statement))
        {
            for (var index = 0; index < records.Count; index++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Bind(row, records[index], bodies[index]);
                row.Write();
            }
        }

        await transaction.CommitAsync(cancellationToken);
    }

    // In the order of RecordColumns.Names.
    private static void Bind(SqliteRow row, StoredRecord record, byte[]? body)
    {
        row.Add(record.Id);
        row.Add(record.ReceivedAt.ToUnixTimeMilliseconds());
        row.Add(record.Service);
        row.Add(record.AppId);
        row.Add(RecordColumns.TextOf(record.InfoType));
        row.Add(RecordColumns.TextOf(record.MsgType));
        row.Add(RecordColumns.TextOf(record.Event));
        row.Add(RecordColumns.TextOf(record.MessageId));
        row.Add(RecordColumns.TextOf(record.UserHash));
        row.Add(record.Attempt);
        row.Add(record.Outcome);
        row.Add(RecordColumns.TextOf(record.Rule));
        row.Add(RecordColumns.TextOf(record.Backend));
        row.Add(record.Milliseconds);
        row.Add(RecordColumns.TextOf(record.Reply));
        row.Add(RecordColumns.TextOf(record.TraceId));
        row.Add(RecordColumns.TextOf(record.Steps));
        row.AddBytes(body);
    }
}
