using WxYarpGateway.TokenService.Codes;

namespace WxYarpGateway.Transforms.OAuth;

/// <summary>A browser that came back from WeChat's authorize page, and what is known of it.</summary>
/// <param name="RequestUri">Path and query as the browser sent them.</param>
/// <param name="State">The state of whoever sent the browser to WeChat; for redirects that began here, the caller's own.</param>
/// <param name="Result">What came of the code.</param>
internal sealed record OAuthRedirect(string RequestUri, string State, RedirectResult Result)
{
    /// <summary>Gets the user; <see langword="null"/> when there is none.</summary>
    public OAuthUser? User { get; init; }

    /// <summary>Gets why there is no user, or no profile; empty when nothing is missing that was asked for.</summary>
    public string Error { get; init; } = "";

    /// <summary>Gets a value indicating whether the redirect began here, in this very browser.</summary>
    public bool IsStarted { get; init; }

    /// <summary>Gets where the redirect wants to end; <see langword="null"/> when it began without saying.</summary>
    public string? To { get; init; }

    // The generated one would print the code and the user.
    public override string ToString() => Result.ToString();
}
