namespace WxYarpGateway.Simulator.OAuth;

/// <summary>Holds what a code or a refresh_token is exchanged for.</summary>
internal sealed record OAuthAnswer(string AccessToken, int ExpiresIn, string RefreshToken, string OpenId, string Scope);
