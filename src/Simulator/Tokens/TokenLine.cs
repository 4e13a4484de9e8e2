using System.Security.Cryptography;

namespace WxYarpGateway.Simulator.Tokens;

/// <summary>Holds the tokens of one account and one token API: the current one and the one before it, no more live at a time.</summary>
internal sealed class TokenLine(string appId)
{
    private IssuedToken? _previous;
    private DateTimeOffset _lastForced = DateTimeOffset.MinValue;

    public IssuedToken? Current { get; private set; }

    public DailyQuota Requests { get; } = new();

    private DailyQuota ForcedRefreshes { get; } = new();

    /// <summary>Issues a token; the one it replaces lives on for the overlap, the one before that dies.</summary>
    public IssuedToken Replace(DateTimeOffset now, TimeSpan overlap, TimeSpan lifetime)
    {
        _previous?.InvalidateFrom(now);
        Current?.InvalidateFrom(now + overlap);
        _previous = Current;

        // Real tokens begin with a number and an underscore, and are base64url.
        var random = Convert.ToBase64String(RandomNumberGenerator.GetBytes(99)).Replace('+', '-').Replace('/', '_');
        Current = new IssuedToken($"9{RandomNumberGenerator.GetInt32(10)}_{random}", appId, now + lifetime);
        return Current;
    }

    public void Revoke(DateTimeOffset now)
    {
        Current?.InvalidateFrom(now);
        _previous?.InvalidateFrom(now);
    }

    public void Expire(DateTimeOffset now)
    {
        Current?.ExpireAt(now);
        _previous?.ExpireAt(now);
    }

    /// <summary>Takes the right to force a refresh; null when the day's refreshes are used up.</summary>
    public bool? TryForce(DateTimeOffset now)
    {
        if (now - _lastForced < TokenRules.BetweenForcedRefreshes)
        {
            return false;
        }

        if (!ForcedRefreshes.TryTake(TokenRules.ForcedRefreshesPerDay, now))
        {
            return null;
        }

        _lastForced = now;
        return true;
    }
}
