namespace WxYarpGateway.Platform.Releases.Programs;

/// <summary>Code to upload.</summary>
/// <param name="TemplateId">The template.</param>
/// <param name="ExtJson">The mini program's own <c>ext.json</c>, as a text.</param>
/// <param name="UserVersion">The version.</param>
/// <param name="UserDesc">Its description.</param>
internal sealed record CodeCommit(int TemplateId, string ExtJson, string UserVersion, string UserDesc);
