using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tokens;

/// <summary>Issues tokens by WeChat's rules, and remembers them.</summary>
internal sealed class TokenRegister(TimeProvider clock)
{
    // Long enough to tell "expired" from "unknown".
    private static readonly TimeSpan Memory = TimeSpan.FromDays(2);

    private const int TokenBytes = 99;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, TokenLine> _classic = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TokenLine> _stable = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IssuedToken> _issued = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _byExpiry = new();

    /// <summary>Issues a new token; the last one stays valid for five minutes. Returns null when the daily quota is used up.</summary>
    public TokenGrant? IssueClassic(SimulatedAccount account)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var line = LineOf(_classic, account.AppId);
            return line.Requests.TryTake(account.Switches.ClassicTokensPerDay, now)
                ? Grant(Remember(line.Replace(now, TokenRules.Overlap, account.Switches.TokenLifetime)), now)
                : null;
        }
    }

    /// <summary>Returns the current token while it has more than five minutes left, else a new one; null when a quota is used up.</summary>
    public TokenGrant? IssueStable(SimulatedAccount account, bool forceRefresh)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var line = LineOf(_stable, account.AppId);
            if (!line.Requests.TryTake(account.Switches.StableTokensPerDay, now))
            {
                return null;
            }

            var forced = forceRefresh ? line.TryForce(now) : false;
            return forced switch
            {
                null => null,
                true => Grant(Remember(line.Replace(now, overlap: TimeSpan.Zero, account.Switches.TokenLifetime)), now),
                false when StaysCurrent(line.Current, now) => Grant(line.Current!, now),
                false => Grant(Remember(line.Replace(now, TokenRules.Overlap, account.Switches.TokenLifetime)), now),
            };
        }
    }

    /// <summary>Issues a token to a platform, for itself or an authorizer; <paramref name="refusal"/> limits what it may call.</summary>
    public TokenGrant IssueToPlatform(string platform, string appId, TimeSpan lifetime, Func<ApiCall, ApiError?> refusal)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            return Grant(Remember(new IssuedToken(RandomIds.Token(TokenBytes), appId, now + lifetime, platform, refusal)), now);
        }
    }

    /// <summary>Makes one token invalid after a while.</summary>
    public void Invalidate(string token, TimeSpan overlap)
    {
        lock (_gate)
        {
            _issued.GetValueOrDefault(token)?.InvalidateFrom(clock.GetUtcNow() + overlap);
        }
    }

    /// <summary>Makes all tokens of the account, or of the platform, invalid at once.</summary>
    public void Revoke(string appId)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            foreach (var token in TokensOf(appId))
            {
                token.InvalidateFrom(now);
            }
        }
    }

    /// <summary>Expires all tokens of the account, or of the platform, now, before their <c>expires_in</c>.</summary>
    public void Expire(string appId)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            foreach (var token in TokensOf(appId))
            {
                token.ExpireAt(now);
            }
        }
    }

    /// <summary>Returns why a valid token may not make the call, or null.</summary>
    public ApiError? RefusalOf(string token, ApiCall call)
    {
        IssuedToken? issued;
        lock (_gate)
        {
            issued = _issued.GetValueOrDefault(token);
        }

        // Outside the lock: the platform takes its own.
        return issued?.RefusalOf(call);
    }

    public TokenState StateOf(string token)
    {
        lock (_gate)
        {
            return _issued.TryGetValue(token, out var issued) ? issued.StateAt(clock.GetUtcNow())
                : token.Length < TokenRules.ShortestToken ? TokenState.Malformed
                : TokenState.NotLatest;
        }
    }

    public string? FindAppId(string token)
    {
        lock (_gate)
        {
            return _issued.GetValueOrDefault(token)?.AppId;
        }
    }

    /// <summary>Returns the platform that a token was issued to; null for an account's own token.</summary>
    public string? FindPlatform(string token)
    {
        lock (_gate)
        {
            return _issued.GetValueOrDefault(token)?.Platform;
        }
    }

    private static bool StaysCurrent(IssuedToken? token, DateTimeOffset now) =>
        token is not null && token.StateAt(now) == TokenState.Valid && token.ExpiresAt - now > TokenRules.Overlap;

    private static TokenGrant Grant(IssuedToken token, DateTimeOffset now) => new(token.Value, (int)(token.ExpiresAt - now).TotalSeconds);

    private static TokenLine LineOf(Dictionary<string, TokenLine> lines, string appId)
    {
        if (!lines.TryGetValue(appId, out var line))
        {
            lines[appId] = line = new TokenLine(appId);
        }

        return line;
    }

    private IEnumerable<IssuedToken> TokensOf(string appId) => _issued.Values.Where(token => token.AppId == appId);

    private IssuedToken Remember(IssuedToken token)
    {
        var forgotten = clock.GetUtcNow() - Memory;
        while (_byExpiry.TryPeek(out var oldest, out var expiry) && expiry < forgotten)
        {
            _byExpiry.Dequeue();
            _issued.Remove(oldest);
        }

        _issued[token.Value] = token;
        _byExpiry.Enqueue(token.Value, token.ExpiresAt);
        return token;
    }
}
