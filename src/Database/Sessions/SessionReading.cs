using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables.Users;
using WxYarpGateway.Database.Users;
using WxYarpGateway.MiniPrograms.Sessions;

namespace WxYarpGateway.Database.Sessions;

/// <summary>Reads sessions that have not ended.</summary>
internal static class SessionReading
{
    /// <summary>Returns a session with its user; the same search for one that there never was and one that has ended.</summary>
    public static async Task<KeptSession?> FindAsync(
        GatewayDatabase database, byte[] digest, string app, long now, CancellationToken cancellationToken)
    {
        var sessions = await database.Sessions.AsNoTracking()
            .Where(row => row.TokenSha256 == digest && row.App == app && row.ExpiresAt > now)
            .ToListAsync(cancellationToken);
        if (sessions is not [var session])
        {
            return null;
        }

        var users = await UserReading.Joined(database, database.Users.Where(row => row.Id == session.User))
            .ToListAsync(cancellationToken);
        return users is [var user] ? new KeptSession(UserReading.UserOf(database.Cipher, user), TimesOf(session)) : null;
    }

    /// <summary>Returns the times of a user's sessions, the oldest first.</summary>
    public static async Task<IReadOnlyList<SessionTimes>> ListAsync(
        GatewayDatabase database, long user, long now, CancellationToken cancellationToken)
    {
        var rows = await database.Sessions.AsNoTracking().Where(row => row.User == user && row.ExpiresAt > now)
            .OrderBy(row => row.CreatedAt).ToListAsync(cancellationToken);
        return [.. rows.Select(TimesOf)];
    }

    private static SessionTimes TimesOf(SessionRow row) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
        DateTimeOffset.FromUnixTimeMilliseconds(row.SeenAt),
        DateTimeOffset.FromUnixTimeMilliseconds(row.ExpiresAt));
}
