namespace WxYarpGateway.Platform.Code;

/// <summary>
/// What WeChat's errors mean when code is managed, and what ends them: per call, for the same number means other things elsewhere.
/// </summary>
/// <remarks>Source: the tables of errors on the pages of the calls, developers.weixin.qq.com, doc/oplatform/openApi.</remarks>
public static partial class CodeErrors
{
    /// <summary>Nothing was ever submitted for an audit.</summary>
    public const int NoAudit = 85058;

    /// <summary>An audit is under way.</summary>
    public const int AuditUnderWay = 85009;

    /// <summary>The approved version is released already.</summary>
    public const int AlreadyReleased = 85052;

    /// <summary>WeChat has not scanned the committed code yet.</summary>
    public const int ScanUnderWay = 61039;

    /// <summary>Another commit to the mini program is under way.</summary>
    public const int CommitUnderWay = 9402202;

    /// <summary>No code was committed that could be submitted.</summary>
    public const int NothingCommitted = 86001;

    /// <summary>No code was committed since the last audit.</summary>
    public const int NothingNew = 85086;

    /// <summary>The platform's audits are used up.</summary>
    public const int AuditsUsedUp = 85085;

    /// <summary>Gets all that is known, in the order of the calls; last what means the same at every call.</summary>
    public static IReadOnlyList<CodeError> All { get; } =
        [.. OfCommit(), .. OfPrivacy(), .. OfAudits(), .. OfReleases(), .. OfPictures(), .. OfTemplates(), .. OfEveryCall()];

    // After the list: fields are made in the order of the text.
    private static readonly Dictionary<(CodeCall? Call, int ErrorCode), CodeError> ByCall =
        All.ToDictionary(error => (error.Call, error.ErrorCode));

    /// <summary>Returns what an error means; null when nobody knows.</summary>
    /// <param name="call">The call that it comes from.</param>
    /// <param name="errorCode">WeChat's errcode; null for an error that is not WeChat's.</param>
    public static CodeError? Find(CodeCall call, int? errorCode) =>
        errorCode is { } code ? ByCall.GetValueOrDefault((call, code)) ?? ByCall.GetValueOrDefault((null, code)) : null;
}
