namespace WxYarpGateway.Simulator.MiniPrograms.Phones;

/// <summary>What a mini program has after a login: the code, the phone number and the profile.</summary>
internal sealed record LoginResult(string OpenId, string Code, PhoneNumberGrant PhoneNumber, PhoneProfile Profile);
