namespace WxYarpGateway.Platform.Code.Answers;

/// <summary>How the last audit of a mini program stands.</summary>
/// <param name="AuditId">WeChat's number of it. It is text: it may be longer than programs hold exactly.</param>
/// <param name="Status">Where it stands; a number that is not named here when WeChat invents one.</param>
public sealed record LatestAudit(string AuditId, AuditStatus Status)
{
    /// <summary>Gets why it was rejected or delayed; empty when it was not.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Gets the media ids of the screenshots that show why, with <c>|</c> between them; empty when there is none.</summary>
    public string Screenshot { get; init; } = "";

    /// <summary>Gets the version that was submitted; empty when WeChat does not say.</summary>
    public string Version { get; init; } = "";

    /// <summary>Gets what is new in it; empty when WeChat does not say.</summary>
    public string Description { get; init; } = "";

    /// <summary>Gets when it was submitted, in seconds since 1970; null when WeChat does not say.</summary>
    public long? SubmittedAt { get; init; }
}
