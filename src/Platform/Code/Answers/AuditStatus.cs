namespace WxYarpGateway.Platform.Code.Answers;

/// <summary>Says where an audit stands. The numbers are WeChat's.</summary>
public enum AuditStatus
{
    /// <summary>It was approved (审核成功): the code can be released.</summary>
    Approved = 0,

    /// <summary>It was rejected (审核被拒绝).</summary>
    Rejected = 1,

    /// <summary>It is under way (审核中).</summary>
    Auditing = 2,

    /// <summary>It was taken back (已撤回).</summary>
    Undone = 3,

    /// <summary>It takes longer than usual (审核延后).</summary>
    Delayed = 4,
}
