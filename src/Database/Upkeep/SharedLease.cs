using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Tables.Meta;

namespace WxYarpGateway.Database.Upkeep;

/// <summary>
/// Lets one of all gateways with the same database do regular work. For work that may be done twice: the moments are those of each
/// gateway's own clock. A lease that ends later than any could was taken by a clock that was far ahead, and counts for nothing.
/// </summary>
internal sealed class SharedLease(DatabaseAccess access, TimeProvider clock)
{
    /// <summary>Takes the lease on some work for a time; returns whether nobody else has it.</summary>
    public async Task<bool> TryTakeAsync(string work, TimeSpan time, CancellationToken cancellationToken)
    {
        var name = MetaNames.Lease(work);
        var now = clock.GetUtcNow();
        var until = Text(now + time);
        var latest = (now + time + time).ToUnixTimeMilliseconds();
        return await access.WriteAsync(
            (database, within) => database.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO meta (name, value) VALUES ({name}, {until})
                ON CONFLICT (name) DO UPDATE SET value = excluded.value
                WHERE CAST(meta.value AS bigint) <= {now.ToUnixTimeMilliseconds()} OR CAST(meta.value AS bigint) > {latest}
                """,
                within),
            cancellationToken) == 1;
    }

    /// <summary>Gives a lease back before its time, since the work was not done.</summary>
    public async Task GiveBackAsync(string work, CancellationToken cancellationToken)
    {
        var name = MetaNames.Lease(work);
        await access.WriteAsync(
            (database, within) => database.Database.ExecuteSqlAsync($"UPDATE meta SET value = '0' WHERE name = {name}", within),
            cancellationToken);
    }

    private static string Text(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
