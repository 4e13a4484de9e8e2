namespace WxYarpGateway.Simulator.OAuth;

/// <summary>Names the numbers of web authorization (PROTOCOL 3.4).</summary>
internal static class OAuthRules
{
    /// <summary>A code expires when it is not used within five minutes.</summary>
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(5);

    /// <summary>"expires_in": 7200.</summary>
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(2);

    /// <summary>A refresh_token is valid for 30 days.</summary>
    public static readonly TimeSpan RefreshLifetime = TimeSpan.FromDays(30);

    /// <summary>How long a code is remembered, to tell "used" and "expired" from "never heard of".</summary>
    public static readonly TimeSpan CodeMemory = TimeSpan.FromDays(1);

    /// <summary>The longest state; documented as [a-zA-Z0-9], at most 128 bytes.</summary>
    public const int LongestState = 128;

    /// <summary>What some refusals bring in the place of a code. Documented is that there is none then.</summary>
    public const string RefusedCode = "authdeny";

    /// <summary>The shortest text that is taken for a token at all.</summary>
    public const int ShortestToken = 32;
}
