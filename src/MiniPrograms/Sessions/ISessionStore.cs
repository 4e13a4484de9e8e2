using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.MiniPrograms.Sessions;

/// <summary>
/// Keeps sessions, by the SHA-256 of their tokens (32 bytes). Every call may throw <see cref="UsersUnavailableException"/>.
/// </summary>
public interface ISessionStore
{
    /// <summary>Keeps a new session, and ends the user's oldest ones beyond a number; sessions begun at once are no exception.</summary>
    /// <param name="digest">The digest of its token.</param>
    /// <param name="app">The mini program's AppId.</param>
    /// <param name="user">The user's id.</param>
    /// <param name="times">When it was made, and when it ends.</param>
    /// <param name="perUser">How many sessions the user may have, with this one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The digests of those that were ended; <see langword="null"/> when there is no such user any more.</returns>
    ValueTask<IReadOnlyList<byte[]>?> AddAsync(
        byte[] digest, string app, long user, SessionTimes times, int perUser, CancellationToken cancellationToken);

    /// <summary>Finds a session that has not ended; <see langword="null"/> when there is none of this mini program.</summary>
    /// <param name="digest">The digest of its token.</param>
    /// <param name="app">The mini program's AppId.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<KeptSession?> FindAsync(byte[] digest, string app, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Writes that a session was used; one that was ended stays so.</summary>
    /// <param name="digest">The digest of its token.</param>
    /// <param name="seenAt">When it was used.</param>
    /// <param name="expiresAt">When it ends now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask SlideAsync(byte[] digest, DateTimeOffset seenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Returns the times of a user's sessions that have not ended, the oldest first.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<SessionTimes>> ListAsync(long user, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends a session.</summary>
    /// <param name="digest">The digest of its token.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether there was one.</returns>
    ValueTask<bool> RemoveAsync(byte[] digest, CancellationToken cancellationToken);

    /// <summary>Ends all sessions of a user; returns how many there were.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<int> RemoveOfUserAsync(long user, CancellationToken cancellationToken);

    /// <summary>Ends all sessions of a mini program; returns how many there were.</summary>
    /// <param name="app">The mini program's AppId.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<long> RemoveOfAppAsync(string app, CancellationToken cancellationToken);
}
