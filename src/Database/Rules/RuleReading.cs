using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Platform.Rules;

namespace WxYarpGateway.Database.Rules;

/// <summary>Reads the rules of one revision.</summary>
internal static class RuleReading
{
    /// <summary>Returns the rules with their revision. A change in between makes it read again, so that both belong together.</summary>
    public static async Task<StoredRules> RunAsync(GatewayDatabase database, string platform, CancellationToken cancellationToken)
    {
        var revision = await RuleRevisions.ReadAsync(database, platform, cancellationToken);
        while (true)
        {
            var rows = await database.Rules.AsNoTracking().Where(row => row.Platform == platform).ToListAsync(cancellationToken);
            var after = await RuleRevisions.ReadAsync(database, platform, cancellationToken);
            if (after == revision)
            {
                return new StoredRules(revision, [.. rows.Select(RuleOf)]);
            }

            revision = after;
        }
    }

    /// <summary>Returns the rule of a row.</summary>
    public static StoredRule RuleOf(RuleRow row)
        => new(row.Name, row.Definition, row.ETag, row.By ?? "", DateTimeOffset.FromUnixTimeMilliseconds(row.UpdatedAt));
}
