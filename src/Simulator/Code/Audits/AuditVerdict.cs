using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Code.Audits;

/// <summary>How WeChat decides an audit.</summary>
/// <param name="Result">The result.</param>
/// <param name="Reason">Why it is refused or delayed.</param>
/// <param name="Screenshots">The media ids of a refusal's screenshots, separated by <c>|</c>.</param>
public sealed record AuditVerdict(AuditResult Result, string Reason = "", string Screenshots = "")
{
    /// <summary>Returns the verdict that the switches plan.</summary>
    internal static AuditVerdict PlannedBy(CodeSwitches switches) => switches.AuditResult == AuditResult.Approve
        ? new AuditVerdict(AuditResult.Approve)
        : new AuditVerdict(
            switches.AuditResult,
            switches.AuditReason,
            switches.AuditResult == AuditResult.Reject ? switches.AuditScreenshots : "");
}
