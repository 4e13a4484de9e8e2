using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables.Meta;

namespace WxYarpGateway.Database.Imports;

/// <summary>Keeps ids free for an import, so that the database gives them to nobody else.</summary>
internal static class IdReservation
{
    /// <summary>Returns the ranges for users and notices; writes them when it is asked to.</summary>
    public static async Task<(IdRanges Users, IdRanges Notices)> RunAsync(
        GatewayDatabase database, string source, long highestUser, long highestNotice, bool isWritten, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (isWritten && database.Database.IsNpgsql())
        {
            // Nobody is given an id until both are kept; a sequence knows no transactions.
            await database.Database.ExecuteSqlRawAsync("""LOCK TABLE "user", notice IN SHARE ROW EXCLUSIVE MODE""", cancellationToken);
        }

        var users = await ReadAsync(database, MetaNames.ImportedUsers(source), cancellationToken);
        users.ExtendAsTheyAre(highestUser, await LastGivenAsync(database, "user", cancellationToken));
        var notices = await ReadAsync(database, MetaNames.ImportedNotices(source), cancellationToken);
        notices.ExtendShifted(highestNotice, await LastGivenAsync(database, "notice", cancellationToken));
        if (isWritten)
        {
            await KeepAsync(database, "user", MetaNames.ImportedUsers(source), users, cancellationToken);
            await KeepAsync(database, "notice", MetaNames.ImportedNotices(source), notices, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return (users, notices);
    }

    private static async Task<IdRanges> ReadAsync(GatewayDatabase database, string name, CancellationToken cancellationToken)
        => IdRanges.Parse(await database.Meta.Where(row => row.Name == name).Select(row => row.Value)
            .FirstOrDefaultAsync(cancellationToken));

    private static async Task<long> LastGivenAsync(GatewayDatabase database, string table, CancellationToken cancellationToken)
        => await (database.Database.IsNpgsql()
            ? database.Database.SqlQuery<long>(
                $"""
                SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence('"' || {table} || '"', 'id')::regclass), 0) AS "Value"
                """)
            : database.Database.SqlQuery<long>($"""SELECT COALESCE(MAX(seq), 0) AS "Value" FROM sqlite_sequence WHERE name = {table}"""))
            .SingleAsync(cancellationToken);

    private static async Task KeepAsync(
        GatewayDatabase database, string table, string name, IdRanges ranges, CancellationToken cancellationToken)
    {
        var (last, text) = (ranges.HighestHere, ranges.ToString());
        if (last > await LastGivenAsync(database, table, cancellationToken))
        {
            if (database.Database.IsNpgsql())
            {
                await database.Database.ExecuteSqlAsync(
                    $"""SELECT setval(pg_get_serial_sequence('"' || {table} || '"', 'id'), {last})""", cancellationToken);
            }
            else
            {
                // A table of which no row was ever added has none there, and nothing but this keeps it from having two.
                await database.Database.ExecuteSqlAsync($"DELETE FROM sqlite_sequence WHERE name = {table}", cancellationToken);
                await database.Database.ExecuteSqlAsync(
                    $"INSERT INTO sqlite_sequence (name, seq) VALUES ({table}, {last})", cancellationToken);
            }
        }

        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO meta (name, value) VALUES ({name}, {text})
            ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE meta.value <> excluded.value
            """,
            cancellationToken);
    }
}
