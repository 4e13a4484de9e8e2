using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Tables;
using WxYarpGateway.Platform.Records;

namespace WxYarpGateway.Database.Records;

/// <summary>Keeps records in the database. What is lost of them when the power fails is not missed.</summary>
internal sealed class RecordStore(DatabaseAccess access) : IRecordStore
{
    /// <inheritdoc/>
    public async ValueTask WriteAsync(IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken)
    {
        // Sealed before the database is asked: SQLite has one writer at a time, and this is most of the work.
        var cipher = access.Cipher;
        var bodies = records
            .Select(record => record.Body.IsEmpty ? null : cipher.Seal(SealedFields.RecordBody(record.Id), record.Body.Span))
            .ToArray();
        await access.WriteAsync(
            async (database, token) =>
            {
                await (database.Database.IsNpgsql()
                    ? PostgreSqlInsert.RunAsync(database, records, bodies, token)
                    : SqliteInsert.RunAsync(database, records, bodies, token));
                return true;
            },
            cancellationToken,
            Durability.ProcessEnd);
    }

    /// <inheritdoc/>
    public ValueTask<RecordPage> SearchAsync(RecordQuery query, CancellationToken cancellationToken)
        => access.ReadAsync((database, token) => RecordSearch.RunAsync(database, query, token), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<StoredRecord?> FindAsync(string service, Guid id, CancellationToken cancellationToken)
    {
        var row = await access.ReadAsync(
            (database, token) => database.Records.AsNoTracking().FirstOrDefaultAsync(row => row.Service == service && row.Id == id, token),
            cancellationToken);
        return row is null
            ? null
            : RecordColumns.RecordOf(row) with
            {
                Body = row.Body is { } body ? access.Cipher.Open(SealedFields.RecordBody(id), body) : default(ReadOnlyMemory<byte>),
            };
    }

    /// <inheritdoc/>
    public async ValueTask<long> DeleteBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        int piece;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            piece = await access.WriteAsync(
                (database, token) => RecordSearch.DeletePieceAsync(database, time, token), cancellationToken, Durability.ProcessEnd);
            deleted += piece;
        }
        while (piece == RecordSearch.Piece);

        return deleted;
    }
}
