namespace WxYarpGateway.Platform.Releases.Programs;

/// <summary>The errors of WeChat by which a release decides. Source: 第三方平台, 代码管理, read 2026-11.</summary>
internal static class CodeErrors
{
    /// <summary>The privacy scan of the code is under way.</summary>
    public const int ScanUnderWay = 61039;

    /// <summary>An audit is under way.</summary>
    public const int AuditUnderWay = 85009;

    /// <summary>The version that passed the audit is live already.</summary>
    public const int AlreadyReleased = 85052;

    /// <summary>The platform's quota of audits is used up.</summary>
    public const int NoQuota = 85085;

    /// <summary>The audit has been sped up already.</summary>
    public const int SpedUp = 89404;

    /// <summary>The mini program is open, or shut, already.</summary>
    public const int VisitUnchanged = 85021;
}
