using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tokens;

/// <summary>An issued token, its expiry, and the moment from which a newer token or a revocation makes it invalid.</summary>
internal sealed class IssuedToken(
    string value,
    string appId,
    DateTimeOffset expiresAt,
    string? platform = null,
    Func<ApiCall, ApiError?>? refusal = null)
{
    public string Value => value;

    public string AppId => appId;

    /// <summary>Gets the AppId of the platform that the token was issued to, or null.</summary>
    public string? Platform => platform;

    public DateTimeOffset ExpiresAt { get; private set; } = expiresAt;

    public DateTimeOffset? InvalidFrom { get; private set; }

    public void InvalidateFrom(DateTimeOffset moment) => InvalidFrom = InvalidFrom < moment ? InvalidFrom : moment;

    public void ExpireAt(DateTimeOffset moment) => ExpiresAt = ExpiresAt < moment ? ExpiresAt : moment;

    public TokenState StateAt(DateTimeOffset now) =>
        now >= InvalidFrom ? TokenState.NotLatest
        : now >= ExpiresAt ? TokenState.Expired
        : TokenState.Valid;

    /// <summary>Returns why the token, although valid, may not make the call, or null. Only platforms' tokens have limits.</summary>
    public ApiError? RefusalOf(ApiCall call) => refusal?.Invoke(call);
}
