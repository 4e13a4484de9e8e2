using WxYarpGateway.Simulator.Code.Audits;
using WxYarpGateway.Simulator.Code.Releases;

namespace WxYarpGateway.Simulator.Code;

/// <summary>The code of a mini program as it stands.</summary>
/// <param name="AppId">The mini program.</param>
/// <param name="Committed">The code of the last commit, or null.</param>
/// <param name="IsScanning">Whether the privacy scan of that commit still runs.</param>
/// <param name="Audits">The last twenty audits, oldest first.</param>
/// <param name="Released">The version that users see, or null.</param>
/// <param name="ReleasedAt">Since when they see it.</param>
/// <param name="Earlier">The versions to which the mini program can be rolled back, newest first.</param>
/// <param name="Gray">The last gray release, or null.</param>
/// <param name="IsVisible">Whether users may visit it.</param>
/// <param name="Counts">What was done so far.</param>
public sealed record ProgramReport(
    string AppId,
    CodeVersion? Committed,
    bool IsScanning,
    IReadOnlyList<AuditReport> Audits,
    CodeVersion? Released,
    DateTimeOffset? ReleasedAt,
    IReadOnlyList<CodeVersion> Earlier,
    GrayPlan? Gray,
    bool IsVisible,
    ProgramCounts Counts)
{
    /// <summary>Gets the latest audit, or null.</summary>
    public AuditReport? Audit => Audits.Count > 0 ? Audits[^1] : null;
}
