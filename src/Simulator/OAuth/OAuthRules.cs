namespace WxYarpGateway.Simulator.OAuth;

/// <summary>The numbers of web authorization (PROTOCOL 3.4).</summary>
internal static class OAuthRules
{
    /// <summary>How long a code can be exchanged.</summary>
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(5);

    /// <summary>How long an access token lives: "expires_in" is 7200.</summary>
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(2);

    /// <summary>How long a refresh_token lives.</summary>
    public static readonly TimeSpan RefreshLifetime = TimeSpan.FromDays(30);

    /// <summary>How long a code is remembered, so that "used" and "expired" differ from "unknown".</summary>
    public static readonly TimeSpan CodeMemory = TimeSpan.FromDays(1);

    /// <summary>The longest state; documented as [a-zA-Z0-9], at most 128 bytes.</summary>
    public const int LongestState = 128;

    /// <summary>The code that some refusals return; the documentation says that a refusal returns none.</summary>
    public const string RefusedCode = "authdeny";

    /// <summary>Anything shorter is malformed.</summary>
    public const int ShortestToken = 32;
}
