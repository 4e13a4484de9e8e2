using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Tokens;

/// <summary>Issues tokens by WeChat's rules, and remembers them.</summary>
internal sealed class TokenRegister(TimeProvider clock)
{
    // Long enough to tell "expired" from "unknown".
    private static readonly TimeSpan Memory = TimeSpan.FromDays(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, TokenLine> _classic = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TokenLine> _stable = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IssuedToken> _issued = new(StringComparer.Ordinal);

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

    /// <summary>Makes the account's tokens of both APIs invalid at once.</summary>
    public void Revoke(string appId)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            LineOf(_classic, appId).Revoke(now);
            LineOf(_stable, appId).Revoke(now);
        }
    }

    /// <summary>Expires the account's tokens of both APIs now, before their <c>expires_in</c>.</summary>
    public void Expire(string appId)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            LineOf(_classic, appId).Expire(now);
            LineOf(_stable, appId).Expire(now);
        }
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

    private IssuedToken Remember(IssuedToken token)
    {
        var forgotten = clock.GetUtcNow() - Memory;
        foreach (var old in _issued.Values.Where(known => known.ExpiresAt < forgotten).ToList())
        {
            _issued.Remove(old.Value);
        }

        _issued[token.Value] = token;
        return token;
    }
}
