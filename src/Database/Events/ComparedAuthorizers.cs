using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Histories;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Platform.Histories;
using WxYarpGateway.Platform.Sync;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Database.Events;

/// <summary>The rows of authorizers in the table <c>authorizer</c>, as the comparison with WeChat's list sees them.</summary>
internal sealed class ComparedAuthorizers(DatabaseAccess access, TimeProvider clock) : IComparedAuthorizers
{
    private static readonly string[] Standing =
        [nameof(AuthorizerState.Authorized), nameof(AuthorizerState.Broken), nameof(AuthorizerState.NeedsCode)];

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public ValueTask<AuthorizerStamp?> StampAsync(AppId component, AppId appId, CancellationToken cancellationToken)
        => AuthorizersCall.RunAsync(() => access.ReadAsync(
            async (database, token) => await RowOf(database.Authorizers.AsNoTracking(), component, appId).SingleOrDefaultAsync(token)
                is { } row ? StampOf(row) : null,
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ListedChange>> CompareAsync(
        AppId component, IReadOnlyList<ListedAuthorizer> page, string run, CancellationToken cancellationToken)
        => AuthorizersCall.RunAsync(() => access.WriteAsync(
            (database, token) => ListedPage.CompareAsync(database, component.Value, page, run, Now, token), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<SaveResult> SaveAsync(
        AppId component, AuthorizerInfo told, AuthorizerStamp? seen, bool mayAuthorize, CancellationToken cancellationToken)
        => AuthorizersCall.RunAsync(() => access.WriteAsync(
            async (database, token) =>
            {
                await using var transaction = await database.Database.BeginTransactionAsync(token);
                if (seen is null && !await ListedPage.TryInsertAsync(
                    database, component.Value, new ListedAuthorizer(told.AppId, told.RefreshToken, AuthorizedAt: null), run: null, Now,
                        token))
                {
                    return SaveResult.Outrun;
                }

                var row = await LockedRow.FindAsync(database, component, told.AppId, token);
                if (row is null || (seen is not null && StampOf(row) != seen))
                {
                    return SaveResult.Outrun;
                }

                var was = row.Status;
                new ToldRow(database, row).Apply(told, mayAuthorize);
                if (seen is not null && !database.ChangeTracker.HasChanges())
                {
                    return SaveResult.Unchanged;
                }

                row.UpdatedAt = Math.Max(Now, row.UpdatedAt + 1);
                await database.SaveChangesAsync(token);
                await NoteAsync(database, row, was, token);
                await transaction.CommitAsync(token);
                return SaveResult.Saved;
            },
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<SaveResult> EndAsync(AppId component, AppId appId, AuthorizerStamp seen, CancellationToken cancellationToken)
        => AuthorizersCall.RunAsync(() => access.WriteAsync(
            async (database, token) =>
            {
                await using var transaction = await database.Database.BeginTransactionAsync(token);
                var row = await LockedRow.FindAsync(database, component, appId, token);
                if (row is null || StampOf(row) != seen)
                {
                    return SaveResult.Outrun;
                }

                if (row.Status == nameof(AuthorizerState.Unauthorized))
                {
                    return SaveResult.Unchanged;
                }

                var was = row.Status;
                row.Status = nameof(AuthorizerState.Unauthorized);
                row.BrokenWhy = null;
                row.UpdatedAt = Math.Max(Now, row.UpdatedAt + 1);
                await database.SaveChangesAsync(token);
                await NoteAsync(database, row, was, token);
                await transaction.CommitAsync(token);
                return SaveResult.Saved;
            },
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AppId>> UnseenAsync(
        AppId component, string run, DateTimeOffset startedAt, string after, int most, CancellationToken cancellationToken)
    {
        var (platform, started) = (component.Value, startedAt.ToUnixTimeMilliseconds());
        return AuthorizersCall.RunAsync<IReadOnlyList<AppId>>(() => access.ReadAsync<IReadOnlyList<AppId>>(
            async (database, token) =>
            {
                var unseen = await database.Authorizers
                    .Where(row => row.Platform == platform
                        && string.Compare(row.AppId, after) > 0
                        && row.CreatedAt < started
                        && (row.SeenRun == null || row.SeenRun != run)
                        && (Standing.Contains(row.Status)
                            || (row.Status == nameof(AuthorizerState.Unauthorized) && row.RefreshToken != null)))
                    .OrderBy(row => row.AppId)
                    .Select(row => row.AppId)
                    .Take(most)
                    .ToListAsync(token);
                return [.. unseen.Select(appId => AppId.TryParse(appId, out var read) ? read : default)];
            },
            cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<AuthorizerState, int>> CountAsync(AppId component, CancellationToken cancellationToken)
    {
        var platform = component.Value;
        return AuthorizersCall.RunAsync<IReadOnlyDictionary<AuthorizerState, int>>(
            () => access.ReadAsync<IReadOnlyDictionary<AuthorizerState, int>>(
                async (database, token) =>
                {
                    var counts = await database.Authorizers.Where(row => row.Platform == platform)
                        .GroupBy(row => row.Status)
                        .Select(group => new { Status = group.Key, Count = group.Count() })
                        .ToListAsync(token);
                    return counts.ToDictionary(count => StatusOf(count.Status), count => count.Count);
                },
                cancellationToken));
    }

    private Task NoteAsync(GatewayDatabase database, AuthorizerRow row, string was, CancellationToken cancellationToken)
        => StatusNotes.AddAsync(
            database, row.Platform, row.AppId, was, row.Status, StatusSources.List, row.BrokenWhy, Now, cancellationToken);

    private static IQueryable<AuthorizerRow> RowOf(IQueryable<AuthorizerRow> rows, AppId component, AppId appId)
    {
        var (platform, account) = (component.Value, appId.Value);
        return rows.Where(row => row.Platform == platform && row.AppId == account);
    }

    private static AuthorizerStamp StampOf(AuthorizerRow row)
        => new(StatusOf(row.Status), row.RefreshVersion, row.EventTime, row.UpdatedAt);

    // A status of a later version is none that this one may act for.
    private static AuthorizerState StatusOf(string status)
        => Enum.TryParse<AuthorizerState>(status, out var known) ? known : AuthorizerState.Unauthorized;
}
