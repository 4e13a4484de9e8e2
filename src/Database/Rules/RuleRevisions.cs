using System.Globalization;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables.Meta;

namespace WxYarpGateway.Database.Rules;

/// <summary>The revision of each platform's rules.</summary>
internal static class RuleRevisions
{
    /// <summary>Returns the revision; 0 before the first change.</summary>
    public static async Task<long> ReadAsync(GatewayDatabase database, string platform, CancellationToken cancellationToken)
    {
        var name = MetaNames.RulesRevision(platform);
        var value = await database.Meta.AsNoTracking().Where(row => row.Name == name).Select(row => row.Value)
            .FirstOrDefaultAsync(cancellationToken);
        return value is null ? 0 : long.Parse(value, CultureInfo.InvariantCulture);
    }

    /// <summary>Adds 1 and returns the result. In a transaction, no other changes the platform's rules until that ends.</summary>
    public static async Task<long> RaiseAsync(GatewayDatabase database, string platform, CancellationToken cancellationToken)
    {
        var name = MetaNames.RulesRevision(platform);
        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO meta (name, value) VALUES ({name}, '1')
            ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(meta.value AS BIGINT) + 1 AS TEXT)
            """,
            cancellationToken);
        return await ReadAsync(database, platform, cancellationToken);
    }
}
