namespace WxYarpGateway.Platform.Code.Answers;

/// <summary>What is released of a mini program, and what was committed last.</summary>
/// <param name="Released">The version that users see (线上版本); null when nothing was ever released.</param>
/// <param name="Trial">The version that testers see (体验版), which the last commit made; null when there is none.</param>
public sealed record VersionInfo(CodeVersion? Released, CodeVersion? Trial);
