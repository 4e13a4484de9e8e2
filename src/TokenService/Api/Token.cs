namespace WxYarpGateway.TokenService.Api;

/// <summary>Represents an access_token or a ticket and how long it is valid.</summary>
/// <param name="Value">The token itself; it belongs into a request to WeChat and nowhere else.</param>
/// <param name="Lifetime">How long WeChat takes it.</param>
public sealed record Token(string Value, Lifetime Lifetime)
{
    /// <summary>Returns a mask, so that the token cannot get into a log.</summary>
    public override string ToString() => "***";
}
