namespace WxYarpGateway.Simulator.OAuth;

/// <summary>The tokens that a code or a refresh_token is exchanged for.</summary>
internal sealed record OAuthAnswer(string AccessToken, int ExpiresIn, string RefreshToken, string OpenId, string Scope);
