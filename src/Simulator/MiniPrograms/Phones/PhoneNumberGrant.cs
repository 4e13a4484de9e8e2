namespace WxYarpGateway.Simulator.MiniPrograms.Phones;

/// <summary>What <c>getPhoneNumber</c> gives a mini program: a code for the number, and the number sealed.</summary>
/// <param name="Code">The code.</param>
/// <param name="Sealed">The number, sealed.</param>
public sealed record PhoneNumberGrant(string Code, SealedText Sealed);
