using WxYarpGateway.TokenService.Codes;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>An OAuth redirect: a browser that came back from WeChat's authorize page, and its user.</summary>
/// <param name="RequestUri">Path and query as the browser sent them.</param>
/// <param name="State">The caller's state: WeChat's parameter, or what the state cookie carried.</param>
/// <param name="Result">The result of exchanging the code.</param>
internal sealed record OAuthRedirect(string RequestUri, string State, RedirectResult Result)
{
    /// <summary>Gets the user, or <see langword="null"/>.</summary>
    public OAuthUser? User { get; init; }

    /// <summary>Gets why the user, or the profile, is missing; empty when neither is.</summary>
    public string Error { get; init; } = "";

    /// <summary>Gets a value indicating whether this gateway sent this browser to the authorize page.</summary>
    public bool IsStarted { get; init; }

    /// <summary>Gets where the redirect ends, or <see langword="null"/>.</summary>
    public string? To { get; init; }

    // The generated ToString would print the code and the user.
    public override string ToString() => Result.ToString();
}
