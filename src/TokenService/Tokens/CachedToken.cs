using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.TokenService.Tokens;

/// <summary>A token in the memory of this process, with the moments that matter worked out beforehand.</summary>
internal sealed class CachedToken
{
    /// <summary>What must be left of a token that is served, so that it does not expire on its way to WeChat.</summary>
    public static readonly TimeSpan SafetyMargin = TimeSpan.FromSeconds(10);

    // stable_token gives a new token only within its last 5 minutes: asking earlier than that is useless.
    private static readonly TimeSpan StableAhead = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan StableSpread = TimeSpan.FromSeconds(60);

    // After /cgi-bin/token the old token lives 5 more minutes, whatever was left of it.
    private static readonly TimeSpan ClassicAhead = TimeSpan.FromSeconds(600);
    private static readonly TimeSpan ClassicSpread = TimeSpan.FromSeconds(120);

    // Contract: 10 minutes less up to 2. A new token may end the old one, so it is not asked for earlier than need be.
    private static readonly TimeSpan PlatformAhead = TimeSpan.FromSeconds(600);
    private static readonly TimeSpan PlatformSpread = TimeSpan.FromSeconds(120);

    private readonly long _dueAt;
    private readonly long _overAt;
    private volatile bool _isSuperseded;

    public CachedToken(Token token, TokenEndpoint endpoint, TimeProvider timeProvider)
        : this(
            token,
            endpoint == TokenEndpoint.Stable
                ? StableAhead - (StableSpread * Random.Shared.NextDouble())
                : ClassicAhead + (ClassicSpread * Random.Shared.NextDouble()),
            timeProvider)
    {
    }

    private CachedToken(Token token, TimeSpan ahead, TimeProvider timeProvider)
    {
        Token = token;
        Result = token;

        // The spread keeps replicas and accounts from renewing all at one moment; a short-lived token is renewed at half its life.
        var half = token.Lifetime.Remaining(timeProvider) / 2;
        _dueAt = token.Lifetime.TimestampAt(ahead < half ? ahead : half, timeProvider);
        _overAt = token.Lifetime.TimestampAt(SafetyMargin, timeProvider);
    }

    public Token Token { get; }

    /// <summary>Gets the result that callers get. It is made once, so that a read allocates nothing.</summary>
    public WeChatResult<Token> Result { get; }

    /// <summary>Gets a value indicating whether another replica has written a newer token.</summary>
    public bool IsSuperseded => _isSuperseded;

    /// <summary>Returns the token of a platform, or of an account in its care.</summary>
    public static CachedToken OfPlatform(Token token, TimeProvider timeProvider) =>
        new(token, PlatformAhead - (PlatformSpread * Random.Shared.NextDouble()), timeProvider);

    public bool IsValid(long now) => now < _overAt;

    public bool IsServable(long now) => IsValid(now) && !_isSuperseded;

    public bool IsDue(long now) => now >= _dueAt;

    public void Supersede() => _isSuperseded = true;
}
