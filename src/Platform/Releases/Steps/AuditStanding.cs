using WxYarpGateway.Platform.Code.Answers;

namespace WxYarpGateway.Platform.Releases.Steps;

/// <summary>What the latest audit of a mini program means for an order. Without one, nothing holds.</summary>
internal static class AuditStanding
{
    /// <summary>Returns whether it is under way.</summary>
    public static bool IsUnderWay(this LatestAudit? audit) => audit?.Status is AuditStatus.Auditing or AuditStatus.Delayed;

    /// <summary>Returns whether it was passed.</summary>
    public static bool IsPassed(this LatestAudit? audit) => audit?.Status == AuditStatus.Approved;

    /// <summary>Returns whether it is of the version that an order names; an order that names none takes any.</summary>
    public static bool IsOf(this LatestAudit? audit, string version)
        => audit is not null && (version.Length == 0 || audit.Version.Length == 0 || audit.Version == version);

    /// <summary>Returns what tells an upload or a publication of a version from the next one of the same version.</summary>
    public static string Mark(this CodeVersion? version) => version is null ? "" : $"{version.Time} {version.Version}";
}
