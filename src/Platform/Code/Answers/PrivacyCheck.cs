namespace WxYarpGateway.Platform.Code.Answers;

/// <summary>What WeChat's scan of the committed code found. An audit of code with any of these is refused (errcode 61040).</summary>
/// <param name="WithoutPermission">The privacy interfaces that the mini program may not use (<c>without_auth_list</c>).</param>
/// <param name="WithoutConfiguration">
/// Those that <c>ext_json</c> does not declare in <c>requiredPrivateInfos</c> (<c>without_conf_list</c>).
/// </param>
public sealed record PrivacyCheck(IReadOnlyList<string> WithoutPermission, IReadOnlyList<string> WithoutConfiguration);
