using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Tables.Users;
using WxYarpGateway.Database.Upkeep;
using WxYarpGateway.Database.Users;
using WxYarpGateway.MiniPrograms.Sessions;

namespace WxYarpGateway.Database.Sessions;

/// <summary>Keeps sessions in the table <c>session</c>. A power cut may lose the last ones: the phone logs in again.</summary>
internal sealed class SessionStore(DatabaseAccess access) : ISessionStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<byte[]>?> AddAsync(
        byte[] digest, string app, long user, SessionTimes times, int perUser, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(times);
        return WriteAsync(
            (database, token) => SessionBeginning.RunAsync(
                database,
                new SessionRow
                {
                    TokenSha256 = digest,
                    User = user,
                    App = app,
                    CreatedAt = times.CreatedAt.ToUnixTimeMilliseconds(),
                    SeenAt = times.SeenAt.ToUnixTimeMilliseconds(),
                    ExpiresAt = times.ExpiresAt.ToUnixTimeMilliseconds(),
                },
                perUser,
                token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<KeptSession?> FindAsync(byte[] digest, string app, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var at = now.ToUnixTimeMilliseconds();
        return UserCall.RunAsync(() => access.ReadAsync(
            (database, token) => SessionReading.FindAsync(database, digest, app, at, token), cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask SlideAsync(
        byte[] digest, DateTimeOffset seenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var (seen, end) = (seenAt.ToUnixTimeMilliseconds(), expiresAt.ToUnixTimeMilliseconds());
        await WriteAsync(
            (database, token) => database.Sessions.Where(row => row.TokenSha256 == digest).ExecuteUpdateAsync(
                row => row.SetProperty(changed => changed.SeenAt, seen).SetProperty(changed => changed.ExpiresAt, end), token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SessionTimes>> ListAsync(long user, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var at = now.ToUnixTimeMilliseconds();
        return UserCall.RunAsync(() => access.ReadAsync(
            (database, token) => SessionReading.ListAsync(database, user, at, token), cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveAsync(byte[] digest, CancellationToken cancellationToken)
        => await RemoveAsync(database => database.Sessions.Where(row => row.TokenSha256 == digest), cancellationToken) == 1;

    /// <inheritdoc/>
    public ValueTask<int> RemoveOfUserAsync(long user, CancellationToken cancellationToken)
        => RemoveAsync(database => database.Sessions.Where(row => row.User == user), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> RemoveOfAppAsync(string app, CancellationToken cancellationToken)
        => UserCall.RunAsync(async () => await StaleRows.RemoveAsync(
            access, "session", "token_sha256", "app = {0}", app, cancellationToken));

    private ValueTask<int> RemoveAsync(Func<GatewayDatabase, IQueryable<SessionRow>> sessions, CancellationToken cancellationToken)
        => UserCall.RunAsync(() => access.WriteAsync(
            (database, token) => sessions(database).ExecuteDeleteAsync(token), cancellationToken));

    private ValueTask<T> WriteAsync<T>(Func<GatewayDatabase, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
        => UserCall.RunAsync(() => access.WriteAsync(write, cancellationToken, Durability.ProcessEnd));
}
