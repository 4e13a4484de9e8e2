using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Histories;
using WxYarpGateway.Database.Tables;
using WxYarpGateway.Platform.Histories;
using WxYarpGateway.Platform.Sync;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Database.Events;

/// <summary>A page of WeChat's list beside the rows: marks those that are there, makes those that are not, changes nothing else.</summary>
internal static class ListedPage
{
    /// <summary>Compares the page; returns the accounts that WeChat has to be asked about.</summary>
    public static async Task<IReadOnlyList<ListedChange>> CompareAsync(
        GatewayDatabase database,
        string platform,
        IReadOnlyList<ListedAuthorizer> page,
        string run,
        long now,
        CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var listed = page.DistinctBy(one => one.AppId).ToDictionary(one => one.AppId.Value, StringComparer.Ordinal);
        string[] appIds = [.. listed.Keys];
        await database.Authorizers.Where(row => row.Platform == platform && appIds.Contains(row.AppId))
            .ExecuteUpdateAsync(row => row.SetProperty(changed => changed.SeenRun, run), cancellationToken);
        var rows = await database.Authorizers.AsNoTracking()
            .Where(row => row.Platform == platform && appIds.Contains(row.AppId))
            .Select(row => new { row.AppId, row.Status, row.RefreshToken, IsComplete = row.OriginalId != null })
            .ToListAsync(cancellationToken);
        var changes = new List<ListedChange>();
        foreach (var row in rows)
        {
            listed.Remove(row.AppId, out var one);
            var known = row.RefreshToken is { } field
                ? database.Cipher.OpenText(SealedFields.RefreshToken(platform, row.AppId), field) : "";
            var isAnother = one!.RefreshToken.Length > 0 && one.RefreshToken != known;
            var isStanding = row.Status is nameof(AuthorizerState.Authorized) or nameof(AuthorizerState.Broken) && known.Length > 0;
            var isAsListed = isStanding || (row.Status == nameof(AuthorizerState.NeedsCode) && known.Length == 0);
            if (row.Status != nameof(AuthorizerState.Test) && (!row.IsComplete || isAnother || !isAsListed))
            {
                changes.Add(new ListedChange(one.AppId, IsNew: false));
            }
        }

        foreach (var one in listed.Values)
        {
            // Another replica may have made the row in the meantime; then it is asked about all the same.
            changes.Add(new ListedChange(one.AppId, await TryInsertAsync(database, platform, one, run, now, cancellationToken)));
        }

        await transaction.CommitAsync(cancellationToken);
        return changes;
    }

    /// <summary>Makes a row that says no more than the list does; returns <see langword="false"/> when there is one.</summary>
    public static async Task<bool> TryInsertAsync(
        GatewayDatabase database, string platform, ListedAuthorizer listed, string? run, long now, CancellationToken cancellationToken)
    {
        var (appId, hasToken) = (listed.AppId.Value, listed.RefreshToken.Length > 0);
        var field = hasToken ? database.Cipher.Seal(SealedFields.RefreshToken(platform, appId), listed.RefreshToken) : null;
        var status = hasToken ? nameof(AuthorizerState.Authorized) : nameof(AuthorizerState.NeedsCode);
        var (version, authorizedAt) = (hasToken ? 1L : 0L, listed.AuthorizedAt?.ToUnixTimeMilliseconds());
        var isNew = await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO authorizer
                (platform, appid, kind, status, refresh_token, refresh_version, auth_time, seen_run, created_at, updated_at)
            VALUES
                ({platform}, {appId}, {nameof(ServiceKind.Other)}, {status}, {field}, {version}, {authorizedAt}, {run}, {now}, {now})
            ON CONFLICT (platform, appid) DO NOTHING
            """,
            cancellationToken) == 1;
        if (isNew)
        {
            await StatusNotes.AddAsync(
                database, platform, appId, was: null, status, StatusSources.List, why: null, now, cancellationToken);
        }

        return isNew;
    }
}
