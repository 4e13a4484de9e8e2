using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Events;
using WxYarpGateway.Platform.Releases;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Database.Releases;

/// <summary>Releases in the tables <c>release</c> and <c>release_item</c>, and how a platform's quota stands in <c>meta</c>.</summary>
internal sealed class ReleaseStore(DatabaseAccess access, TimeProvider clock) : IReleaseStore
{
    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public ValueTask<Release> AddAsync(Release release, IReadOnlyList<AppId> appIds, CancellationToken cancellationToken)
        => WriteAsync((database, token) => ReleaseFiling.RunAsync(database, release, appIds, token), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ReleaseSummary?> FindAsync(AppId platform, Guid id, CancellationToken cancellationToken)
        => (await ReadAsync(
            (database, token) => ReleaseReading.SummariesAsync(
                database, database.Releases.Where(row => row.Platform == platform.Value && row.Id == id), token),
            cancellationToken)).SingleOrDefault();

    /// <inheritdoc/>
    public ValueTask<Release?> FindFiledAsync(AppId platform, string idempotencyKey, CancellationToken cancellationToken)
        => ReadAsync(
            async (database, token) => await database.Releases.AsNoTracking().SingleOrDefaultAsync(
                row => row.Platform == platform.Value && row.IdempotencyKey == idempotencyKey, token) is { } row
                ? ReleaseColumns.Read(row)
                : null,
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ReleaseSummary>> ListAsync(
        AppId platform, Guid? after, int limit, CancellationToken cancellationToken)
        => await ReadAsync(
            (database, token) =>
            {
                // Ids are ordered by time.
                var rows = database.Releases.Where(row => row.Platform == platform.Value);
                rows = after is { } last ? rows.Where(row => row.Id.CompareTo(last) < 0) : rows;
                return ReleaseReading.SummariesAsync(database, rows.OrderByDescending(row => row.Id).Take(limit), token);
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ReleaseItem>> ItemsAsync(
        Guid id, ItemState? state, string? after, int limit, CancellationToken cancellationToken)
        => ReadAsync((database, token) => ReleaseReading.ItemsAsync(database, id, state, after, limit, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ReleaseItem>> ChangedAsync(
        Release release, DateTimeOffset since, AppId? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(release);
        return ReadAsync(
            (database, token) => ReleaseReading.ChangedAsync(
                database, release, since.ToUnixTimeMilliseconds(), after?.Value, limit, token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Release>> ActiveAsync(
        AppId platform, IReadOnlyDictionary<Guid, Release> known, CancellationToken cancellationToken)
        => ReadAsync((database, token) => ReleaseReading.ActiveAsync(database, platform, known, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ReleaseCount> CountAsync(AppId platform, CancellationToken cancellationToken)
        => ReadAsync((database, token) => ReleaseReading.CountAsync(database, platform, token), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ReleaseItem>> TakeAsync(
        Guid id, int atOnce, int most, ItemHold hold, CancellationToken cancellationToken)
    {
        // Mostly there is none, and reading disturbs nobody.
        var now = Now;
        var isDue = await ReadAsync(
            (database, token) => database.ReleaseItems.AnyAsync(
                item => item.Release == id && item.DueAt <= now
                    && (item.HeldUntil == null || item.HeldUntil <= now || item.HeldUntil > now + Holds.Longest),
                token),
            cancellationToken);
        return isDue
            ? await WriteAsync((database, token) => ReleaseTaking.RunAsync(database, id, atOnce, most, hold, now, token), cancellationToken)
            : [];
    }

    /// <inheritdoc/>
    public async ValueTask HoldAsync(Guid id, IReadOnlyCollection<AppId> appIds, ItemHold hold, CancellationToken cancellationToken)
    {
        var until = Now + (long)hold.For.TotalMilliseconds;
        string[] names = [.. appIds.Select(appId => appId.Value)];
        await WriteAsync(
            (database, token) => database.ReleaseItems
                .Where(item => item.Release == id && names.Contains(item.AppId) && item.Holder == hold.Holder)
                .ExecuteUpdateAsync(item => item.SetProperty(row => row.HeldUntil, until), token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<ReleaseItem?> SaveAsync(ReleaseItem item, ItemHold hold, int stopAfter, CancellationToken cancellationToken)
        => WriteAsync((database, token) => ReleaseSaving.RunAsync(database, item, hold, stopAfter, Now, token), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Guid>> TellAsync(AppId platform, AppId appId, CancellationToken cancellationToken)
    {
        var now = Now;
        string[] states = [nameof(ItemState.Submitting), nameof(ItemState.Auditing)];
        var releases = await ReadAsync(
            (database, token) => database.ReleaseItems
                .Where(item => item.AppId == appId.Value && item.DueAt != null && states.Contains(item.State)
                    && database.Releases.Any(row => row.Id == item.Release && row.Platform == platform.Value))
                .Select(item => item.Release).ToListAsync(token),
            cancellationToken);
        if (releases.Count > 0)
        {
            await WriteAsync(
                (database, token) => database.ReleaseItems
                    .Where(item => releases.Contains(item.Release) && item.AppId == appId.Value)
                    .ExecuteUpdateAsync(
                        item => item.SetProperty(row => row.Told, row => row.Told + 1)
                            .SetProperty(
                                row => row.DueAt, row => row.State == nameof(ItemState.Auditing) && row.DueAt != null ? now : row.DueAt),
                        token),
                cancellationToken);
        }

        return releases;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WaitAsync(Guid id, DateTimeOffset? until, string why, CancellationToken cancellationToken)
    {
        var now = Now;
        var (before, after) = until is null
            ? (nameof(ReleaseState.WaitingForQuota), nameof(ReleaseState.Running))
            : (nameof(ReleaseState.Running), nameof(ReleaseState.WaitingForQuota));
        var dueAt = until?.ToUnixTimeMilliseconds();
        return await WriteAsync(
            (database, token) => database.Releases.Where(row => row.Id == id
                && (row.State == before || (dueAt != null && row.State == after && row.DueAt != dueAt))).ExecuteUpdateAsync(
                row => row.SetProperty(changed => changed.State, after)
                    .SetProperty(changed => changed.Why, why.Length > 0 ? why : null)
                    .SetProperty(changed => changed.DueAt, dueAt)
                    .SetProperty(changed => changed.UpdatedAt, now),
                token),
            cancellationToken) == 1;
    }

    /// <inheritdoc/>
    public async ValueTask CancelAsync(Guid id, CancellationToken cancellationToken)
        => await WriteAsync((database, token) => ReleaseOrders.CancelAsync(database, id, Now, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ResumeAsync(Guid id, CancellationToken cancellationToken)
        => WriteAsync((database, token) => ReleaseOrders.ResumeAsync(database, id, Now, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int?> RetryAsync(Guid id, IReadOnlyCollection<ItemState> states, CancellationToken cancellationToken)
        => WriteAsync((database, token) => ReleaseOrders.RetryAsync(database, id, states, Now, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<string?> ReadQuotaAsync(AppId platform, CancellationToken cancellationToken)
    {
        var name = QuotaOf(platform);
        return ReadAsync(
            (database, token) => database.Meta.Where(row => row.Name == name).Select(row => row.Value).SingleOrDefaultAsync(token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryReplaceQuotaAsync(AppId platform, string? seen, string state, CancellationToken cancellationToken)
    {
        var name = QuotaOf(platform);
        return await WriteAsync(
            (database, token) => seen is null
                ? database.Database.ExecuteSqlAsync(
                    $"INSERT INTO meta (name, value) VALUES ({name}, {state}) ON CONFLICT (name) DO NOTHING", token)
                : database.Meta.Where(row => row.Name == name && row.Value == seen).ExecuteUpdateAsync(
                    row => row.SetProperty(changed => changed.Value, state), token),
            cancellationToken) == 1;
    }

    private static string QuotaOf(AppId platform) => $"quota:{platform.Value}";

    private ValueTask<T> ReadAsync<T>(Func<GatewayDatabase, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        => AuthorizersCall.RunAsync(() => access.ReadAsync(read, cancellationToken));

    private ValueTask<T> WriteAsync<T>(Func<GatewayDatabase, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
        => AuthorizersCall.RunAsync(() => access.WriteAsync(write, cancellationToken));
}
