using WxYarpGateway.TokenService.Tokens;

namespace WxYarpGateway.Gateway.Health.Reports;

/// <summary>One token or ticket of a service, without the token.</summary>
/// <param name="State"><c>held</c>, <c>none needed yet</c>, <c>none</c>, or <c>no AppSecret</c>.</param>
/// <param name="SecondsLeft">How long it will still be served.</param>
/// <param name="Error">What went wrong when a new one was asked for last.</param>
/// <param name="NextTryInSeconds">How long until asking again is worth it.</param>
internal sealed record TokenHealth(string State, long? SecondsLeft, string? Error, long? NextTryInSeconds)
{
    /// <summary>A token that nobody has asked for since the start, or for a day.</summary>
    public static readonly TokenHealth NotNeeded = new("none needed yet", null, null, null);

    /// <summary>A token that WeChat will not give.</summary>
    public static readonly TokenHealth Impossible = new("no AppSecret", null, null, null);

    /// <summary>Gets a value indicating whether a token was asked for, and is not to be had.</summary>
    public bool IsMissed() => SecondsLeft is null && Error is not null;

    public static TokenHealth Of(TokenState state)
        => new(state.Left is null ? "none" : "held", Seconds(state.Left), state.Error, Seconds(state.NextTry));

    private static long? Seconds(TimeSpan? time) => time is { } known ? (long)Math.Ceiling(known.TotalSeconds) : null;
}
