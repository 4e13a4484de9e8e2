namespace WxYarpGateway.Simulator.Tokens;

/// <summary>Holds what a token API answers with.</summary>
internal sealed record TokenGrant(string Value, int ExpiresIn);
