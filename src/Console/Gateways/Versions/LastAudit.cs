namespace WxYarpGateway.Console.Gateways.Versions;

/// <summary>The last audit of a mini program.</summary>
/// <param name="Auditid">Its number, which is text.</param>
/// <param name="Status">0 approved, 1 rejected, 2 under way, 3 taken back, 4 delayed.</param>
/// <param name="Reason">Why it was rejected: a text of WeChat's, which may have HTML in it.</param>
/// <param name="UserVersion">The version.</param>
/// <param name="UserDesc">What it is.</param>
/// <param name="SubmitAuditTime">When it was submitted, in seconds of Unix time; null when nobody knows.</param>
public sealed record LastAudit(
    string? Auditid, int Status, string? Reason, string? UserVersion, string? UserDesc, long? SubmitAuditTime)
{
    /// <summary>Gets a value indicating whether WeChat has yet to decide.</summary>
    public bool IsUnderWay => Status is 2 or 4;

    /// <summary>Gets a value indicating whether the version may be released.</summary>
    public bool IsApproved => Status == 0;
}
