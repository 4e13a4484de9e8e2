namespace WxYarpGateway.Platform.Code;

/// <summary>What a commit puts into a mini program.</summary>
/// <param name="TemplateId">The template of the platform.</param>
/// <param name="ExtJson">The configuration of this mini program: a JSON object, which WeChat wants as text. At most 64 KiB.</param>
/// <param name="Version">The version, as people read it (<c>user_version</c>).</param>
/// <param name="Description">What is new (<c>user_desc</c>).</param>
public sealed record CodeCommit(long TemplateId, string ExtJson, string Version, string Description);
