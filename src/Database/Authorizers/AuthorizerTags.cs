using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables.Platforms;

namespace WxYarpGateway.Database.Authorizers;

/// <summary>Replaces the tags of an authorizer, all or none.</summary>
internal static class AuthorizerTags
{
    /// <summary>Replaces them; returns whether there is such an authorizer.</summary>
    public static async Task<bool> ReplaceAsync(
        GatewayDatabase database,
        string platform,
        string appId,
        IReadOnlyCollection<string> tags,
        long now,
        CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);

        // First, since it keeps all others out of this authorizer.
        var found = await database.Authorizers.Where(row => row.Platform == platform && row.AppId == appId)
            .ExecuteUpdateAsync(row => row.SetProperty(changed => changed.UpdatedAt, now), cancellationToken);
        if (found == 0)
        {
            return false;
        }

        await database.AuthorizerTags.Where(row => row.Platform == platform && row.AppId == appId).ExecuteDeleteAsync(cancellationToken);
        database.AuthorizerTags.AddRange(tags.Distinct(StringComparer.Ordinal).Select(
            tag => new AuthorizerTagRow { Platform = platform, AppId = appId, Tag = tag }));
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
