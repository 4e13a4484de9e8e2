namespace WxYarpGateway.Platform.Releases.Programs;

/// <summary>The latest audit of a mini program.</summary>
/// <param name="Id">WeChat's id; empty when there was never one.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Version">The version that is audited; empty when WeChat does not say.</param>
internal sealed record CodeAudit(string Id, AuditStatus Status, string Version)
{
    /// <summary>Gets no audit.</summary>
    public static CodeAudit None { get; } = new("", AuditStatus.None, "");

    /// <summary>Gets why it was rejected or delayed.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Gets WeChat's media ids of the screenshots.</summary>
    public IReadOnlyList<string> Screenshots { get; init; } = [];

    /// <summary>Gets a value indicating whether it is under way.</summary>
    public bool IsUnderWay => Status is AuditStatus.UnderWay or AuditStatus.Delayed;

    /// <summary>Returns whether it is of the version that an order names; an order that names none takes any.</summary>
    public bool IsOf(string version) => Id.Length > 0 && (version.Length == 0 || Version.Length == 0 || Version == version);
}
