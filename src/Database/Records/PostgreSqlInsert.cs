using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using WxYarpGateway.Platform.Records;

namespace WxYarpGateway.Database.Records;

/// <summary>Writes many records with PostgreSQL's binary COPY.</summary>
internal static class PostgreSqlInsert
{
    private const string Statement = $"COPY record ({RecordColumns.Names}) FROM STDIN (FORMAT BINARY)";

    /// <summary>Writes the records.</summary>
    public static async Task RunAsync(
        GatewayDatabase database, IReadOnlyList<StoredRecord> records, IReadOnlyList<byte[]?> bodies, CancellationToken cancellationToken)
    {
        await database.Database.OpenConnectionAsync(cancellationToken);
        var connection = (NpgsqlConnection)database.Database.GetDbConnection();
        await using var copy = await connection.BeginBinaryImportAsync(Statement, cancellationToken);
        for (var index = 0; index < records.Count; index++)
        {
            var record = records[index];
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(record.Id, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(record.ReceivedAt.ToUnixTimeMilliseconds(), NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(record.Service, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(record.AppId, NpgsqlDbType.Text, cancellationToken);
            await WriteAsync(record.InfoType);
            await WriteAsync(record.MsgType);
            await WriteAsync(record.Event);
            await WriteAsync(record.MessageId);
            await WriteAsync(record.UserHash);
            await copy.WriteAsync(record.Attempt, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(record.Outcome, NpgsqlDbType.Text, cancellationToken);
            await WriteAsync(record.Rule);
            await WriteAsync(record.Backend);
            await copy.WriteAsync(record.Milliseconds, NpgsqlDbType.Integer, cancellationToken);
            await WriteAsync(record.Reply);
            await WriteAsync(record.TraceId);
            await WriteAsync(record.Steps);
            if (bodies[index] is { } body)
            {
                await copy.WriteAsync(body, NpgsqlDbType.Bytea, cancellationToken);
            }
            else
            {
                await copy.WriteNullAsync(cancellationToken);
            }
        }

        await copy.CompleteAsync(cancellationToken);

        Task WriteAsync(string text) => text.Length > 0
            ? copy.WriteAsync(text, NpgsqlDbType.Text, cancellationToken)
            : copy.WriteNullAsync(cancellationToken);
    }
}
