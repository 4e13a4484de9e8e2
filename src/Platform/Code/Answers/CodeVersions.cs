using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Platform.Code.Answers;

/// <summary>Where a mini program stands, asked of WeChat by three calls; each may have failed by itself.</summary>
/// <param name="Versions">What is released, and what was committed last.</param>
/// <param name="Audit">The last audit; null when nothing was ever submitted.</param>
/// <param name="Visits">Whether users can open it.</param>
public sealed record CodeVersions(
    WeChatResult<VersionInfo> Versions, WeChatResult<LatestAudit?> Audit, WeChatResult<VisitStatus> Visits);
