using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Console.Access.Accounts;
using WxYarpGateway.Console.Access.Store;

namespace WxYarpGateway.Console.Access.Sessions;

/// <summary>Begins, checks and ends sessions. A session that is not in the table is none, whatever a cookie says.</summary>
internal sealed class ConsoleSessions(AccessDatabases databases, TimeProvider clock)
{
    /// <summary>How long a session lasts in all.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>How long a session lasts while nobody does anything.</summary>
    public static readonly TimeSpan LongestIdle = TimeSpan.FromHours(8);

    private const int LongestAgent = 200;
    private const int TokenBytes = 32;

    // A write a minute is often enough for hours.
    private static readonly TimeSpan SeenStep = TimeSpan.FromMinutes(1);

    /// <summary>Begins a session; returns the identity for the cookie.</summary>
    public async Task<ClaimsPrincipal> BeginAsync(
        Account account, HttpContext context, string scheme, CancellationToken cancellationToken)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        var now = clock.GetUtcNow();
        var agent = context.Request.Headers.UserAgent.ToString();
        var address = context.Connection.RemoteIpAddress?.ToString();
        await using var database = databases.Open();
        database.Sessions.Add(new SessionRow
        {
            Digest = DigestOf(token),
            UserId = account.Id,
            CreatedAt = now,
            SeenAt = now,
            Address = address,
            Agent = agent.Length > LongestAgent ? agent[..LongestAgent] : agent,
        });
        await database.SaveChangesAsync(cancellationToken);
        await database.Users.Where(user => user.Id == account.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.SignedInAt, now), cancellationToken);
        return new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, account.Id),
                new Claim(ClaimTypes.Name, account.UserName!),
                new Claim(ClaimTypes.Role, account.Role),
                new Claim(AccessClaims.Session, token),
                new Claim(AccessClaims.From, address ?? ""),
            ], scheme));
    }

    /// <summary>Returns whether the session of an identity goes on.</summary>
    public async Task<bool> IsAliveAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (DigestOf(principal) is not { } digest)
        {
            return false;
        }

        var (now, role) = (clock.GetUtcNow(), principal.FindFirstValue(ClaimTypes.Role));
        var (oldest, idle) = (now - Longest, now - LongestIdle);
        await using var database = databases.Open();
        return await (from session in database.Sessions
                      join user in database.Users on session.UserId equals user.Id
                      where session.Digest == digest && session.CreatedAt > oldest && session.SeenAt > idle
                          && user.Role == role && user.RevokedAt == null
                      select session).AnyAsync(cancellationToken);
    }

    /// <summary>Remembers that somebody did something.</summary>
    public async Task SeeAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var before = now - SeenStep;
        var digest = DigestOf(principal);
        await using var database = databases.Open();
        await database.Sessions.Where(session => session.Digest == digest && session.SeenAt < before)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.SeenAt, now), cancellationToken);
    }

    /// <summary>Ends the session of an identity.</summary>
    public async Task EndAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        var digest = DigestOf(principal);
        await using var database = databases.Open();
        await database.Sessions.Where(session => session.Digest == digest).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Ends one session of an account.</summary>
    public async Task EndAsync(string userId, string digest, CancellationToken cancellationToken)
    {
        await using var database = databases.Open();
        await database.Sessions.Where(session => session.Digest == digest && session.UserId == userId)
            .ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Ends all sessions of an account.</summary>
    public async Task EndAllAsync(string userId, CancellationToken cancellationToken)
    {
        await using var database = databases.Open();
        await database.Sessions.Where(session => session.UserId == userId).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Returns the sessions of an account, the newest first.</summary>
    public async Task<IReadOnlyList<SessionEntry>> ListAsync(string userId, CancellationToken cancellationToken)
    {
        await using var database = databases.Open();
        return await database.Sessions.Where(session => session.UserId == userId)
            .OrderByDescending(session => session.CreatedAt)
            .Take(100)
            .Select(session => new SessionEntry(
                session.Digest, session.CreatedAt, session.SeenAt, session.Address, session.Agent))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Removes sessions that are over.</summary>
    public async Task RemoveOldAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (oldest, idle) = (now - Longest, now - LongestIdle);
        await using var database = databases.Open();
        await database.Sessions.Where(session => session.CreatedAt <= oldest || session.SeenAt <= idle)
            .ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Returns the digest of an identity's session; null when it has none.</summary>
    public static string? DigestOf(ClaimsPrincipal principal)
        => principal.FindFirstValue(AccessClaims.Session) is { Length: > 0 } token ? DigestOf(token) : null;

    private static string DigestOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
