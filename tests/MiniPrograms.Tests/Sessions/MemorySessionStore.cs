using WxYarpGateway.MiniPrograms.Sessions;
using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.MiniPrograms.Tests.Sessions;

/// <summary>Sessions in memory, with a count of what was asked; the real stores have a contract of their own.</summary>
internal sealed class MemorySessionStore : ISessionStore
{
    private readonly Dictionary<string, (long User, string App, SessionTimes Times)> _rows = [];

    public int Reads { get; private set; }

    public int Slides { get; private set; }

    public Func<Task> BeforeRead { get; set; } = () => Task.CompletedTask;

    public bool IsAway { get; set; }

    public ValueTask<IReadOnlyList<byte[]>?> AddAsync(
        byte[] digest, string app, long user, SessionTimes times, int perUser, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        _rows[Convert.ToHexString(digest)] = (user, app, times);
        var ended = _rows.Where(row => row.Value.User == user).OrderByDescending(row => row.Value.Times.CreatedAt).Skip(perUser)
            .Select(row => row.Key).ToList();
        ended.ForEach(one => _rows.Remove(one));
        return ValueTask.FromResult<IReadOnlyList<byte[]>?>([.. ended.Select(Convert.FromHexString)]);
    }

    public async ValueTask<KeptSession?> FindAsync(
        byte[] digest, string app, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        Reads++;
        var found = _rows.TryGetValue(Convert.ToHexString(digest), out var row) && row.App == app && row.Times.ExpiresAt > now
            ? new KeptSession(new LoginUser(row.User, app, $"o{row.User}"), row.Times)
            : null;
        await BeforeRead();
        return found;
    }

    public ValueTask SlideAsync(byte[] digest, DateTimeOffset seenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        Slides++;
        if (_rows.TryGetValue(Convert.ToHexString(digest), out var row))
        {
            _rows[Convert.ToHexString(digest)] = row with { Times = row.Times with { SeenAt = seenAt, ExpiresAt = expiresAt } };
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<SessionTimes>> ListAsync(long user, DateTimeOffset now, CancellationToken cancellationToken)
        => ValueTask.FromResult<IReadOnlyList<SessionTimes>>([.. _rows.Values.Where(row => row.User == user).Select(row => row.Times)]);

    public ValueTask<bool> RemoveAsync(byte[] digest, CancellationToken cancellationToken)
        => ValueTask.FromResult(_rows.Remove(Convert.ToHexString(digest)));

    public ValueTask<int> RemoveOfUserAsync(long user, CancellationToken cancellationToken)
        => ValueTask.FromResult(_rows.Where(row => row.Value.User == user).ToList().Count(row => _rows.Remove(row.Key)));

    public ValueTask<long> RemoveOfAppAsync(string app, CancellationToken cancellationToken)
        => ValueTask.FromResult(_rows.Where(row => row.Value.App == app).ToList().LongCount(row => _rows.Remove(row.Key)));

    private void ThrowIfAway()
    {
        if (IsAway)
        {
            throw new UsersUnavailableException("The database is not available.");
        }
    }
}
