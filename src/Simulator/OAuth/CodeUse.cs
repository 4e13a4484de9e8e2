namespace WxYarpGateway.Simulator.OAuth;

/// <summary>An issued code, and how often a program tried to exchange it.</summary>
/// <param name="Code">The code.</param>
/// <param name="AppId">The account it was issued for.</param>
/// <param name="OpenId">The user it stands for.</param>
/// <param name="Scope">The scope the user granted.</param>
/// <param name="Exchanges">How many calls with a valid secret named it, including refused ones.</param>
public sealed record CodeUse(string Code, string AppId, string OpenId, string Scope, int Exchanges);
