namespace WxYarpGateway.Simulator.Tokens;

/// <summary>The numbers of the token APIs (PROTOCOL 3.1).</summary>
internal static class TokenRules
{
    /// <summary>How long a replaced token stays valid, and how long before its expiry the stable API renews one.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <summary>The shortest time between two forced refreshes; an earlier one does not refresh.</summary>
    public static readonly TimeSpan BetweenForcedRefreshes = TimeSpan.FromSeconds(30);

    /// <summary>How many forced refreshes a day has.</summary>
    public const int ForcedRefreshesPerDay = 20;

    /// <summary>Anything shorter is malformed; real tokens have 136 characters and more.</summary>
    public const int ShortestToken = 32;
}
