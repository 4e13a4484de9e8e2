using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Histories;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Histories;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Database.Authorizers;

/// <summary>Keeps authorizers in the tables <c>authorizer</c> and <c>authorizer_tag</c>. The refresh token there is the vault's.</summary>
internal sealed class AuthorizerStore(DatabaseAccess access, TimeProvider clock) : IAuthorizerStore
{
    /// <summary>How many rows one statement reads.</summary>
    internal const int Page = 1_000;

    /// <inheritdoc/>
    public async IAsyncEnumerable<Authorizer> LoadAsync(
        AppId component, DateTimeOffset? changedSince, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (platform, since, after) = (component.Value, changedSince?.ToUnixTimeMilliseconds() ?? 0, "");
        List<Authorizer> page;
        do
        {
            var begin = after;
            page = await AuthorizerCall.RunAsync(() => access.ReadAsync(
                (database, token) => AuthorizerReading.LoadAsync(database, platform, since, begin, Page, token), cancellationToken));
            foreach (var authorizer in page)
            {
                yield return authorizer;
                after = authorizer.AppId.Value;
            }
        }
        while (page.Count == Page);
    }

    /// <inheritdoc/>
    public ValueTask<AuthorizerDetails?> FindAsync(AppId component, AppId appId, CancellationToken cancellationToken)
        => AuthorizerCall.RunAsync(() => access.ReadAsync(
            (database, token) => AuthorizerReading.FindAsync(database, component.Value, appId.Value, token), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AuthorizerDetails>> SearchAsync(
        AppId component, AuthorizerSearch search, CancellationToken cancellationToken)
        => AuthorizerCall.RunAsync(() => access.ReadAsync(
            (database, token) => AuthorizerReading.SearchAsync(database, component.Value, search, token), cancellationToken));

    /// <inheritdoc/>
    public async ValueTask SaveInfoAsync(AppId component, AppId appId, AuthorizerInfo info, CancellationToken cancellationToken)
        => await AuthorizerCall.RunAsync(() => access.WriteAsync(
            (database, token) => AuthorizerCompletion.RunAsync(database, component.Value, appId.Value, info, Now(), token),
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<bool> ApplyEventAsync(
        AppId component, AppId appId, AuthorizerState state, DateTimeOffset eventTime, CancellationToken cancellationToken)
    {
        var (at, now) = (eventTime.ToUnixTimeMilliseconds(), Now());
        return AuthorizerCall.RunAsync(() => access.WriteAsync(
            async (database, token) =>
            {
                var (platform, id, status) = (component.Value, appId.Value, state.ToString());
                await using var transaction = await database.Database.BeginTransactionAsync(token);
                var was = await StatusNotes.ReadAsync(database, platform, id, token);
                var isApplied = await database.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO authorizer (platform, appid, kind, status, event_time, created_at, updated_at)
                    VALUES ({platform}, {id}, {nameof(ServiceKind.Other)}, {status}, {at}, {now}, {now})
                    ON CONFLICT (platform, appid) DO UPDATE
                    SET status = excluded.status, event_time = excluded.event_time, broken_why = NULL, updated_at = excluded.updated_at
                    WHERE authorizer.event_time < excluded.event_time
                    """,
                    token) == 1;
                if (isApplied)
                {
                    await StatusNotes.AddAsync(database, platform, id, was, status, StatusSources.Event, why: null, now, token);
                    await transaction.CommitAsync(token);
                }

                return isApplied;
            },
            cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<bool> SetStateAsync(
        AppId component, AppId appId, AuthorizerState state, string why, CancellationToken cancellationToken)
    {
        var (platform, id) = (component.Value, appId.Value);
        var (status, sentence, now) = (state.ToString(), why.Length > 0 ? why : null, Now());
        return AuthorizerCall.RunAsync(() => access.WriteAsync(
            async (database, token) =>
            {
                await using var transaction = await database.Database.BeginTransactionAsync(token);
                if (await StatusNotes.ReadAsync(database, platform, id, token) is not { } was)
                {
                    return false;
                }

                await database.Authorizers.Where(row => row.Platform == platform && row.AppId == id).ExecuteUpdateAsync(
                    row => row.SetProperty(changed => changed.Status, status)
                        .SetProperty(changed => changed.BrokenWhy, sentence)
                        .SetProperty(changed => changed.UpdatedAt, now),
                    token);
                var source = state == AuthorizerState.Test ? StatusSources.Check : StatusSources.Event;
                await StatusNotes.AddAsync(database, platform, id, was, status, source, sentence, now, token);
                await transaction.CommitAsync(token);
                return true;
            },
            cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask MarkSeenAsync(
        AppId component, IReadOnlyList<AppId> appIds, string run, CancellationToken cancellationToken)
    {
        var (platform, ids) = (component.Value, appIds.Select(appId => appId.Value).ToArray());

        // Nothing of it is in any replica's memory, so the row does not count as changed.
        await AuthorizerCall.RunAsync(() => access.WriteAsync(
            (database, token) => database.Authorizers.Where(row => row.Platform == platform && ids.Contains(row.AppId))
                .ExecuteUpdateAsync(row => row.SetProperty(changed => changed.SeenRun, run), token),
            cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlySet<AppId>> LackingAsync(
        AppId component, IReadOnlyList<AppId> appIds, int permissionSet, CancellationToken cancellationToken)
        => AuthorizerCall.RunAsync(() => access.ReadAsync(
            (database, token) => AuthorizerReading.LackingAsync(database, component.Value, appIds, permissionSet, token),
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<AuthorizerWrite> EditAsync(
        AppId component, AppId appId, AuthorizerEdit edit, IReadOnlyCollection<string>? expected, CancellationToken cancellationToken)
        => AuthorizerCall.RunAsync(() => access.WriteAsync(
            (database, token)
                => AuthorizerEditing.RunAsync(database, component.Value, appId.Value, edit, expected, Now(), token),
            cancellationToken));

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
