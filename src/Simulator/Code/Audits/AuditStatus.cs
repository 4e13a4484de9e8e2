namespace WxYarpGateway.Simulator.Code.Audits;

/// <summary>Lists the states of an audit, with WeChat's numbers.</summary>
public enum AuditStatus
{
    /// <summary>The code may be released.</summary>
    Approved = 0,

    /// <summary>The code was refused.</summary>
    Rejected = 1,

    /// <summary>The audit is under way.</summary>
    Pending = 2,

    /// <summary>The platform withdrew it.</summary>
    Undone = 3,

    /// <summary>The audit is under way, and takes longer than usual.</summary>
    Delayed = 4,
}
