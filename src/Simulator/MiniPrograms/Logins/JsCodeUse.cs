namespace WxYarpGateway.Simulator.MiniPrograms.Logins;

/// <summary>A code of <c>wx.login</c>, and how many calls tried to exchange it.</summary>
/// <param name="Code">The code.</param>
/// <param name="AppId">The mini program.</param>
/// <param name="OpenId">The user.</param>
/// <param name="Exchanges">The number of calls that named it, including refused ones.</param>
public sealed record JsCodeUse(string Code, string AppId, string OpenId, int Exchanges);
