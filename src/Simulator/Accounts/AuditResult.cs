namespace WxYarpGateway.Simulator.Accounts;

/// <summary>Lists how an audit of a mini program's code ends; a delayed one is still under way.</summary>
public enum AuditResult
{
    /// <summary>The code may be released.</summary>
    Approve,

    /// <summary>The code is refused, with a reason.</summary>
    Reject,

    /// <summary>The audit takes longer (延后); it is approved or refused later.</summary>
    Delay,
}
