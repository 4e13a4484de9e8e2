namespace WxYarpGateway.Platform.Releases.Programs;

/// <summary>How an audit stands; the numbers are WeChat's (<c>get_latest_auditstatus</c>).</summary>
internal enum AuditStatus
{
    None = -1,

    Passed = 0,

    Rejected = 1,

    UnderWay = 2,

    Withdrawn = 3,

    Delayed = 4,
}
