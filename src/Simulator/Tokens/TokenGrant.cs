namespace WxYarpGateway.Simulator.Tokens;

/// <summary>A token as a token API returns it.</summary>
internal sealed record TokenGrant(string Value, int ExpiresIn);
