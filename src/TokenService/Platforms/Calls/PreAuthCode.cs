namespace WxYarpGateway.TokenService.Platforms.Calls;

/// <summary>A <c>pre_auth_code</c>, with which one administrator opens WeChat's authorization page once.</summary>
/// <param name="Value">The code.</param>
/// <param name="Lifetime">How long WeChat takes it, by its own <c>expires_in</c>; documented are 1800 s here and 600 s there.</param>
public sealed record PreAuthCode(string Value, Lifetime Lifetime)
{
    /// <summary>Returns a mask, so that the code cannot get into a log.</summary>
    public override string ToString() => "***";
}
