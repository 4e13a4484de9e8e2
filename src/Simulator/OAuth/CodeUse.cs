namespace WxYarpGateway.Simulator.OAuth;

/// <summary>Says how often a program tried to exchange a code.</summary>
/// <param name="Code">The code.</param>
/// <param name="AppId">The account it was issued for.</param>
/// <param name="OpenId">The user it stands for.</param>
/// <param name="Scope">The scope the user granted.</param>
/// <param name="Exchanges">How many calls with the secret of an account named it, also those that were refused; calls that a fault spoilt are not among them.</param>
public sealed record CodeUse(string Code, string AppId, string OpenId, string Scope, int Exchanges);
