using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tokens;

/// <summary>The tokens of one account and one token API: only the current one and the one before it are valid.</summary>
internal sealed class TokenLine(string appId)
{
    private const int TokenBytes = 99;

    private IssuedToken? _previous;
    private DateTimeOffset _lastForced = DateTimeOffset.MinValue;

    public IssuedToken? Current { get; private set; }

    public DailyQuota Requests { get; } = new();

    private DailyQuota ForcedRefreshes { get; } = new();

    /// <summary>Issues a token. The replaced one stays valid for the overlap; the one before that becomes invalid.</summary>
    public IssuedToken Replace(DateTimeOffset now, TimeSpan overlap, TimeSpan lifetime)
    {
        _previous?.InvalidateFrom(now);
        Current?.InvalidateFrom(now + overlap);
        _previous = Current;

        Current = new IssuedToken(RandomIds.Token(TokenBytes), appId, now + lifetime);
        return Current;
    }

    /// <summary>Returns whether a refresh may be forced now; null when the day's forced refreshes are used up.</summary>
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
