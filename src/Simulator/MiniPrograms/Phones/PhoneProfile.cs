namespace WxYarpGateway.Simulator.MiniPrograms.Phones;

/// <summary>What <c>wx.getUserProfile</c> gives a mini program.</summary>
/// <param name="RawData">The profile as JSON.</param>
/// <param name="Signature">SHA-1 of that text and the session_key, in lower-case hexadecimal.</param>
/// <param name="Sealed">The profile with the openid and the unionid, sealed.</param>
public sealed record PhoneProfile(string RawData, string Signature, SealedText Sealed);
