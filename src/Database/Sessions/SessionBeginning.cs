using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Tables.Users;
using WxYarpGateway.Database.Users;

namespace WxYarpGateway.Database.Sessions;

/// <summary>Adds a session, and ends the user's oldest ones beyond a number.</summary>
internal static class SessionBeginning
{
    /// <summary>Adds it; returns the digests of those that ended, or <see langword="null"/> when there is no such user.</summary>
    public static async Task<IReadOnlyList<byte[]>?> RunAsync(
        GatewayDatabase database, SessionRow session, int perUser, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);

        // Sessions of one user that begin at once do so one after the other: else each would miss the others when it counts.
        if (!await UserEdits.HoldAsync(database, session.User, cancellationToken))
        {
            return null;
        }

        database.Sessions.Add(session);
        await database.SaveChangesAsync(cancellationToken);
        var user = session.User;
        var oldest = await database.Sessions.AsNoTracking().Where(row => row.User == user)
            .OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.SeenAt)
            .Select(row => row.TokenSha256).ToListAsync(cancellationToken);

        // Of two of one moment, the new one stays.
        var own = session.TokenSha256;
        var ended = oldest.Where(digest => !digest.AsSpan().SequenceEqual(own)).Skip(perUser - 1).ToArray();
        foreach (var digest in ended)
        {
            await database.Sessions.Where(row => row.TokenSha256 == digest).ExecuteDeleteAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return ended;
    }
}
