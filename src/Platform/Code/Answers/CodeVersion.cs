namespace WxYarpGateway.Platform.Code.Answers;

/// <summary>A version of a mini program.</summary>
/// <param name="Version">The version, as people read it.</param>
/// <param name="Description">What is new in it.</param>
/// <param name="Time">When it was released or committed, in seconds since 1970; null when WeChat does not say.</param>
public sealed record CodeVersion(string Version, string Description, long? Time);
