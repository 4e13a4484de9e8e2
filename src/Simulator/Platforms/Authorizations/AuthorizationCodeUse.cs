namespace WxYarpGateway.Simulator.Platforms.Authorizations;

/// <summary>An authorization code, and how often a program tried to exchange it.</summary>
/// <param name="Code">The code.</param>
/// <param name="Platform">The platform it was issued to.</param>
/// <param name="AppId">The authorizer.</param>
/// <param name="Exchanges">How many calls with a valid token named it, including refused ones.</param>
/// <param name="IsUsed">Whether one of them succeeded.</param>
public sealed record AuthorizationCodeUse(string Code, string Platform, string AppId, int Exchanges, bool IsUsed);
