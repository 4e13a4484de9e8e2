namespace WxYarpGateway.Simulator.Code.Audits;

/// <summary>An audit as it stands.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">Its status.</param>
/// <param name="Reason">Why it was refused or delayed.</param>
/// <param name="Screenshots">The media ids of a refusal's screenshots, separated by <c>|</c>.</param>
/// <param name="UserVersion">The version of the audited code.</param>
/// <param name="UserDesc">Its description.</param>
/// <param name="SubmittedAt">When it was submitted.</param>
/// <param name="Platform">The platform that submitted it.</param>
/// <param name="IsReleased">Whether the code was released.</param>
/// <param name="IsSpedUp">Whether the platform asked for speed.</param>
public sealed record AuditReport(
    long Id,
    AuditStatus Status,
    string Reason,
    string Screenshots,
    string UserVersion,
    string UserDesc,
    DateTimeOffset SubmittedAt,
    string Platform,
    bool IsReleased,
    bool IsSpedUp)
{
    internal static AuditReport Of(CodeAudit audit) => new(
        audit.Id,
        audit.Status,
        audit.Reason,
        audit.Screenshots,
        audit.Version.UserVersion,
        audit.Version.UserDesc,
        audit.SubmittedAt,
        audit.Platform,
        audit.IsReleased,
        audit.IsSpedUp);
}
