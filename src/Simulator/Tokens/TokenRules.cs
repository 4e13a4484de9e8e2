namespace WxYarpGateway.Simulator.Tokens;

/// <summary>Names the numbers of the token APIs (PROTOCOL 3.1).</summary>
internal static class TokenRules
{
    /// <summary>"expires_in": 7200.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    /// <summary>A replaced token stays valid beside the new one, and the stable API renews, within five minutes.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <summary>Forced refreshes nearer than this to the last one do not refresh.</summary>
    public static readonly TimeSpan BetweenForcedRefreshes = TimeSpan.FromSeconds(30);

    /// <summary>Forced refreshes a day.</summary>
    public const int ForcedRefreshesPerDay = 20;

    /// <summary>The shortest text that is taken for a token at all; real ones have 136 characters and more.</summary>
    public const int ShortestToken = 32;
}
