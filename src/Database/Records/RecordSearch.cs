using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables.Records;
using WxYarpGateway.Platform.Records;

namespace WxYarpGateway.Database.Records;

/// <summary>Looks for records by their indexes, and deletes old ones. Nothing is ever counted.</summary>
internal static class RecordSearch
{
    /// <summary>How many records one statement deletes.</summary>
    public const int Piece = 5_000;

    private const string EventType = "event";

    /// <summary>Returns one page.</summary>
    public static async Task<RecordPage> RunAsync(GatewayDatabase database, RecordQuery query, CancellationToken cancellationToken)
    {
        var from = query.From.ToUnixTimeMilliseconds();
        var to = query.To.ToUnixTimeMilliseconds();
        var rows = database.Records.AsNoTracking().Where(row => row.Service == query.Service);
        if (query.After is { } after)
        {
            // Many records may have one time; among those, the id goes on.
            var at = TimeOf(after);
            to = Math.Min(to, at);
            rows = rows.Where(row => row.ReceivedAt < at || row.Id.CompareTo(after) < 0);
        }

        rows = rows.Where(row => row.ReceivedAt >= from && row.ReceivedAt <= to);
        if (query.AppId is { } appId)
        {
            rows = rows.Where(row => row.AppId == appId);
        }

        if (query.InfoType is { } infoType)
        {
            rows = rows.Where(row => row.InfoType == infoType);
        }

        if (query.MsgType is { } msgType)
        {
            rows = rows.Where(row => row.MsgType == msgType);

            // Only events have one; said here, the index of types is in the order of the page.
            rows = query.Event is null && msgType != EventType ? rows.Where(row => row.Event == null) : rows;
        }

        if (query.Event is { } name)
        {
            rows = rows.Where(row => row.Event == name);
        }

        if (query.Outcome is { } outcome)
        {
            rows = rows.Where(row => row.Outcome == outcome);

            // An account's own index finds fewer. Else the index of unusual outcomes is taken only where the condition says so.
            rows = query.AppId is null && outcome != RecordRow.UsualOutcome
                ? rows.Where(row => row.Outcome != RecordRow.UsualOutcome) : rows;
        }

        if (query.Rule is { } rule)
        {
            rows = rows.Where(row => row.Rule == rule);
        }

        // One more than asked for tells whether there is another page. The body is not read.
        var found = await rows.OrderByDescending(row => row.ReceivedAt).ThenByDescending(row => row.Id).Take(query.Limit + 1)
            .Select(RecordColumns.Record)
            .ToListAsync(cancellationToken);
        return found.Count > query.Limit
            ? new RecordPage(found[..query.Limit], found[query.Limit - 1].Id)
            : new RecordPage(found, Next: null);
    }

    /// <summary>Deletes some of the records before a time; returns how many.</summary>
    public static Task<int> DeletePieceAsync(GatewayDatabase database, DateTimeOffset time, CancellationToken cancellationToken)
    {
        // Ids are ordered by time, so the table's own key finds them.
        var first = FirstIdOf(time.ToUnixTimeMilliseconds());
        return database.Database.ExecuteSqlAsync(
            $"DELETE FROM record WHERE id IN (SELECT id FROM record WHERE id < {first} ORDER BY id LIMIT {Piece})", cancellationToken);
    }

    /// <summary>Returns the time of an id. Source: RFC 9562, 5.7: the first 48 bits are milliseconds.</summary>
    private static long TimeOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16;
    }

    private static Guid FirstIdOf(long time)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(time, 0) << 16);
        return new Guid(bytes, bigEndian: true);
    }
}
