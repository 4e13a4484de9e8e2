using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;

namespace WxYarpGateway.Database.Upkeep;

/// <summary>Removes rows, so few at a time that others can write in between.</summary>
internal static class StaleRows
{
    /// <summary>The most rows of one statement.</summary>
    public const int Most = 5000;

    /// <summary>Removes all rows of a condition; returns how many there were.</summary>
    /// <param name="access">The database.</param>
    /// <param name="table">The table.</param>
    /// <param name="key">The columns of its key, separated by commas.</param>
    /// <param name="condition">The condition in SQL; <c>{0}</c> stands for <paramref name="before"/>.</param>
    /// <param name="before">A value of the condition, mostly a moment.</param>
    /// <param name="cancellationToken">Ends the work after a statement.</param>
    public static async Task<long> RemoveAsync(
        DatabaseAccess access, string table, string key, string condition, object before, CancellationToken cancellationToken)
    {
        // Names and conditions are constants of this program.
        var statement = $$"""
            DELETE FROM "{{table}}" WHERE ({{key}}) IN (SELECT {{key}} FROM "{{table}}" WHERE {{condition}} LIMIT {1})
            """;
        var removed = 0L;
        while (true)
        {
            var rows = await access.WriteAsync(
                (database, within) => database.Database.ExecuteSqlRawAsync(statement, [before, Most], within),
                cancellationToken,
                Durability.ProcessEnd);
            removed += rows;
            if (rows < Most)
            {
                return removed;
            }
        }
    }
}
