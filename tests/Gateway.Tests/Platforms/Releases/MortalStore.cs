using System.Collections.Concurrent;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Releases;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Gateway.Tests.Platforms.Releases;

/// <summary>
/// A store that kills the work on a mini program as a power cut does: at one of its writes, before or after it. What the work does then
/// reaches the store no more. The lease stays, and whoever takes the mini program when it ends knows only what was written.
/// </summary>
internal sealed class MortalStore(IReleaseStore store) : IReleaseStore
{
    private readonly ConcurrentDictionary<string, Life> _lives = [];

    /// <summary>Gets how often work was killed.</summary>
    public int Deaths { get; private set; }

    /// <summary>Gets or sets a value indicating whether the database is away.</summary>
    public bool IsAway { get; set; }

    /// <summary>
    /// Gets or sets the release of which nothing can be taken, by a fault of the gateway's or of the database's; the empty one means the
    /// next that is filed.
    /// </summary>
    public Guid? Broken { get; set; }

    /// <summary>Has the work on a mini program killed at one of its next writes, the first of which is 1.</summary>
    public void KillAt(string appId, int write, bool isWritten)
        => _lives.GetOrAdd(appId, _ => new Life()).Deaths[write] = isWritten;

    /// <summary>Forgets what was planned; writes are counted from 1 again.</summary>
    public void Spare() => _lives.Clear();

    public async ValueTask<ReleaseItem?> SaveAsync(ReleaseItem item, ItemHold hold, int stopAfter, CancellationToken cancellationToken)
    {
        MustBeThere();
        if (!_lives.TryGetValue(item.AppId.Value, out var life))
        {
            return await store.SaveAsync(item, hold, stopAfter, cancellationToken);
        }

        var isLast = life.Deaths.TryGetValue(++life.Writes, out var isWritten);
        if (life.IsDead || (isLast && !isWritten))
        {
            throw Killed(life, isLast);
        }

        var saved = await store.SaveAsync(item, hold, stopAfter, cancellationToken);
        return isLast ? throw Killed(life, isLast) : saved;
    }

    public async ValueTask<IReadOnlyList<ReleaseItem>> TakeAsync(
        Guid id, int atOnce, int most, ItemHold hold, CancellationToken cancellationToken)
    {
        MustBeThere();
        if (Broken == id)
        {
            throw new InvalidOperationException("It is broken.");
        }

        var taken = await store.TakeAsync(id, atOnce, most, hold, cancellationToken);
        foreach (var item in taken)
        {
            if (_lives.TryGetValue(item.AppId.Value, out var life))
            {
                life.IsDead = false;
            }
        }

        return taken;
    }

    public ValueTask HoldAsync(Guid id, IReadOnlyCollection<AppId> appIds, ItemHold hold, CancellationToken cancellationToken)
    {
        MustBeThere();
        AppId[] alive = [.. appIds.Where(appId => !_lives.TryGetValue(appId.Value, out var life) || !life.IsDead)];
        return store.HoldAsync(id, alive, hold, cancellationToken);
    }

    public ValueTask<Release> AddAsync(Release release, IReadOnlyList<AppId> appIds, CancellationToken cancellationToken)
    {
        Broken = Broken == Guid.Empty ? release.Id : Broken;
        return There().AddAsync(release, appIds, cancellationToken);
    }

    public ValueTask<ReleaseSummary?> FindAsync(AppId platform, Guid id, CancellationToken cancellationToken)
        => There().FindAsync(platform, id, cancellationToken);

    public ValueTask<Release?> FindFiledAsync(AppId platform, string idempotencyKey, CancellationToken cancellationToken)
        => There().FindFiledAsync(platform, idempotencyKey, cancellationToken);

    public ValueTask<IReadOnlyList<ReleaseSummary>> ListAsync(
        AppId platform, Guid? after, int limit, CancellationToken cancellationToken)
        => There().ListAsync(platform, after, limit, cancellationToken);

    public ValueTask<IReadOnlyList<ReleaseItem>> ItemsAsync(
        Guid id, ItemState? state, string? after, int limit, CancellationToken cancellationToken)
        => There().ItemsAsync(id, state, after, limit, cancellationToken);

    public ValueTask<IReadOnlyList<ReleaseItem>> ChangedAsync(
        Release release, DateTimeOffset since, AppId? after, int limit, CancellationToken cancellationToken)
        => There().ChangedAsync(release, since, after, limit, cancellationToken);

    public ValueTask<IReadOnlyList<Release>> ActiveAsync(
        AppId platform, IReadOnlyDictionary<Guid, Release> known, CancellationToken cancellationToken)
        => There().ActiveAsync(platform, known, cancellationToken);

    public ValueTask<ReleaseCount> CountAsync(AppId platform, CancellationToken cancellationToken)
        => There().CountAsync(platform, cancellationToken);

    public ValueTask<IReadOnlyList<Guid>> TellAsync(AppId platform, AppId appId, CancellationToken cancellationToken)
        => There().TellAsync(platform, appId, cancellationToken);

    public ValueTask<bool> WaitAsync(Guid id, DateTimeOffset? until, string why, CancellationToken cancellationToken)
        => There().WaitAsync(id, until, why, cancellationToken);

    public ValueTask CancelAsync(Guid id, CancellationToken cancellationToken) => There().CancelAsync(id, cancellationToken);

    public ValueTask<bool> ResumeAsync(Guid id, CancellationToken cancellationToken) => There().ResumeAsync(id, cancellationToken);

    public ValueTask<int?> RetryAsync(Guid id, IReadOnlyCollection<ItemState> states, CancellationToken cancellationToken)
        => There().RetryAsync(id, states, cancellationToken);

    public ValueTask<string?> ReadQuotaAsync(AppId platform, CancellationToken cancellationToken)
        => There().ReadQuotaAsync(platform, cancellationToken);

    public ValueTask<bool> TryReplaceQuotaAsync(AppId platform, string? seen, string state, CancellationToken cancellationToken)
        => There().TryReplaceQuotaAsync(platform, seen, state, cancellationToken);

    private AuthorizersUnavailableException Killed(Life life, bool isNew)
    {
        Deaths += isNew ? 1 : 0;
        life.IsDead = true;
        return new AuthorizersUnavailableException("It was killed.");
    }

    private IReleaseStore There()
    {
        MustBeThere();
        return store;
    }

    private void MustBeThere()
    {
        if (IsAway)
        {
            throw new AuthorizersUnavailableException("The database is away.");
        }
    }

    private sealed class Life
    {
        public Dictionary<int, bool> Deaths { get; } = [];

        public int Writes { get; set; }

        public bool IsDead { get; set; }
    }
}
