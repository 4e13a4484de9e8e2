using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Database.Authorizers;

/// <summary>Reads authorizers with their tags, and never a refresh token.</summary>
internal static class AuthorizerReading
{
    private const int AtOnce = 500;

    /// <summary>Reads some authorizers for the memory of a replica, those after an AppId, in the order of the AppIds.</summary>
    public static async Task<List<Authorizer>> LoadAsync(
        GatewayDatabase database, string platform, long since, string after, int most, CancellationToken cancellationToken)
    {
        var rows = await database.Authorizers.AsNoTracking()
            .Where(row => row.Platform == platform && row.UpdatedAt >= since && row.AppId.CompareTo(after) > 0)
            .OrderBy(row => row.AppId)
            .Take(most)
            .Select(row => new
            {
                row.AppId,
                row.Kind,
                row.Type,
                row.Status,
                row.OriginalId,
                row.NickName,
                row.Overrides,
                row.EventTime,
            })
            .ToListAsync(cancellationToken);
        var tags = await TagsOfAsync(database, platform, [.. rows.Select(row => row.AppId)], cancellationToken);
        return
        [
            .. rows.Select(row => AuthorizerColumns.AuthorizerOf(
                platform, row.AppId, row.Kind, row.Type, row.Status, row.OriginalId, row.NickName, row.Overrides, row.EventTime, tags)),
        ];
    }

    /// <summary>Reads one authorizer.</summary>
    public static async Task<AuthorizerDetails?> FindAsync(
        GatewayDatabase database, string platform, string appId, CancellationToken cancellationToken)
    {
        var rows = database.Authorizers.AsNoTracking().Where(row => row.Platform == platform && row.AppId == appId);
        return (await DetailsOfAsync(database, platform, rows, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Reads which authorizers are known to lack a permission set.</summary>
    public static async Task<IReadOnlySet<AppId>> LackingAsync(
        GatewayDatabase database,
        string platform,
        IReadOnlyList<AppId> appIds,
        int permissionSet,
        CancellationToken cancellationToken)
    {
        var lacking = new HashSet<AppId>();
        foreach (var some in appIds.Chunk(AtOnce))
        {
            var ids = Array.ConvertAll(some, appId => appId.Value);
            var found = (await database.Authorizers.AsNoTracking()
                .Where(row => row.Platform == platform && ids.Contains(row.AppId)
                    && row.Functions.Count > 0 && !row.Functions.Contains(permissionSet))
                .Select(row => row.AppId)
                .ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
            lacking.UnionWith(some.Where(appId => found.Contains(appId.Value)));
        }

        return lacking;
    }

    /// <summary>Reads one page of a search.</summary>
    public static async Task<IReadOnlyList<AuthorizerDetails>> SearchAsync(
        GatewayDatabase database, string platform, AuthorizerSearch search, CancellationToken cancellationToken)
    {
        var rows = database.Authorizers.AsNoTracking().Where(row => row.Platform == platform);
        if (search.State is { } state)
        {
            var status = state.ToString();
            rows = rows.Where(row => row.Status == status);
        }

        if (search.Kind is { } sort)
        {
            var kind = sort.ToString();
            rows = rows.Where(row => row.Kind == kind);
        }

        if (search.Text is { Length: > 0 } text)
        {
            var lower = text.ToLowerInvariant();

            // The index is of the name in lower letters.
#pragma warning disable CA1304, CA1311, CA1862 // It becomes SQL, which knows no cultures.
            rows = rows.Where(row => row.AppId == text || row.OriginalId == text || row.NickName!.ToLower().StartsWith(lower));
#pragma warning restore CA1304, CA1311, CA1862
        }

        if (search.Tag is { } tag)
        {
            rows = rows.Where(row => database.AuthorizerTags.Any(
                tagged => tagged.Platform == platform && tagged.Tag == tag && tagged.AppId == row.AppId));
        }

        if (search.After is { Length: > 0 } after)
        {
            rows = rows.Where(row => row.AppId.CompareTo(after) > 0);
        }

        return await DetailsOfAsync(database, platform, rows.OrderBy(row => row.AppId).Take(search.Limit), cancellationToken);
    }

    private static async Task<IReadOnlyList<AuthorizerDetails>> DetailsOfAsync(
        GatewayDatabase database, string platform, IQueryable<AuthorizerRow> query, CancellationToken cancellationToken)
    {
        var rows = await query.ToListAsync(cancellationToken);
        var tags = await TagsOfAsync(database, platform, [.. rows.Select(row => row.AppId)], cancellationToken);
        return [.. rows.Select(row => AuthorizerColumns.DetailsOf(row, tags))];
    }

    private static async Task<ILookup<string, string>> TagsOfAsync(
        GatewayDatabase database, string platform, string[] appIds, CancellationToken cancellationToken)
    {
        var tags = appIds.Length == 0 ? [] : await database.AuthorizerTags.AsNoTracking()
            .Where(tag => tag.Platform == platform && appIds.Contains(tag.AppId))
            .OrderBy(tag => tag.Tag)
            .ToListAsync(cancellationToken);
        return tags.ToLookup(tag => tag.AppId, tag => tag.Tag, StringComparer.Ordinal);
    }
}
