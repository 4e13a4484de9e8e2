namespace WxYarpGateway.Simulator.Tokens;

/// <summary>An issued token, its expiry, and the moment from which a newer token or a revocation makes it invalid.</summary>
internal sealed class IssuedToken(string value, string appId, DateTimeOffset expiresAt)
{
    public string Value => value;

    public string AppId => appId;

    public DateTimeOffset ExpiresAt { get; private set; } = expiresAt;

    public DateTimeOffset? InvalidFrom { get; private set; }

    public void InvalidateFrom(DateTimeOffset moment) => InvalidFrom = InvalidFrom < moment ? InvalidFrom : moment;

    public void ExpireAt(DateTimeOffset moment) => ExpiresAt = ExpiresAt < moment ? ExpiresAt : moment;

    public TokenState StateAt(DateTimeOffset now) =>
        now >= InvalidFrom ? TokenState.NotLatest
        : now >= ExpiresAt ? TokenState.Expired
        : TokenState.Valid;
}
