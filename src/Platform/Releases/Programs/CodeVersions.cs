namespace WxYarpGateway.Platform.Releases.Programs;

/// <summary>The versions of a mini program. One that it lacks is empty.</summary>
/// <param name="Trial">The trial version.</param>
/// <param name="Live">The version that users have.</param>
internal sealed record CodeVersions(CodeVersion Trial, CodeVersion Live);
