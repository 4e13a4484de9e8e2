using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace WxYarpGateway.Database;

/// <summary>
/// Takes rows that are due, for one replica at a time: tables with the columns <c>state</c>, <c>due_at</c>, <c>held_until</c> and
/// <c>attempts</c>.
/// </summary>
internal static class DueRows
{
    /// <summary>
    /// Returns rows that are due and that no replica holds, those that wait longest first; each is held until a moment, and has one attempt
    /// more. One statement; replicas that take at the same moment get other rows and do not wait.
    /// </summary>
    /// <param name="database">The database, in a write.</param>
    /// <param name="state">The state of rows that wait, as the column has it.</param>
    /// <param name="now">The moment by which they are due.</param>
    /// <param name="heldUntil">When other replicas may take them, should this one not say what became of them.</param>
    /// <param name="most">The most rows to take.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<List<TRow>> TakeAsync<TRow>(
        GatewayDatabase database, object state, long now, long heldUntil, int most, CancellationToken cancellationToken)
        where TRow : class
    {
        var model = database.Model.FindEntityType(typeof(TRow))!;
        var table = Quoted(model.GetTableName()!);
        string[] key = [.. model.FindPrimaryKey()!.Properties.Select(property => Quoted(property.GetColumnName()))];
        var due = string.Join(", ", key.Select((column, index) => $"{column} AS due_{index}"));
        var isDue = string.Join(" AND ", key.Select((column, index) => $"{table}.{column} = due.due_{index}"));

        // A plain IN (SELECT … LIMIT) may be run more than once by PostgreSQL, and take more than the limit.
        var statement = $$"""
            WITH due AS MATERIALIZED (
              SELECT {{due}} FROM {{table}}
              WHERE state = {0} AND due_at <= {1} AND (held_until IS NULL OR held_until <= {1})
              ORDER BY due_at LIMIT {3} {{(database.Database.IsNpgsql() ? "FOR UPDATE SKIP LOCKED" : "")}})
            UPDATE {{table}} SET held_until = {2}, attempts = attempts + 1 FROM due WHERE {{isDue}}
            RETURNING {{string.Join(", ", model.GetProperties().Select(property => Quoted(property.GetColumnName())))}}
            """;
        var rows = await database.Set<TRow>().FromSqlRaw(statement, state, now, heldUntil, most).AsNoTracking()
            .ToListAsync(cancellationToken);
        return [.. rows.OrderBy(row => DueAt(model, row))];
    }

    private static long DueAt<TRow>(IEntityType model, TRow row)
        where TRow : class
        => model.FindProperty("DueAt")!.GetGetter().GetClrValue(row) is long due ? due : long.MaxValue;

    private static string Quoted(string name) => $"\"{name}\"";
}
