using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Code.Releases;

namespace WxYarpGateway.Simulator.Code.Audits;

/// <summary>One audit of committed code. The mini program's code locks it.</summary>
internal sealed class CodeAudit(long id, CodeVersion version, string platform, DateTimeOffset submittedAt)
{
    private AuditVerdict? _planned;
    private DateTimeOffset _due;

    public long Id => id;

    public CodeVersion Version => version;

    public string Platform => platform;

    public DateTimeOffset SubmittedAt => submittedAt;

    public AuditStatus Status { get; private set; } = AuditStatus.Pending;

    public string Reason { get; private set; } = "";

    public string Screenshots { get; private set; } = "";

    public bool IsReleased { get; set; }

    public bool IsSpedUp { get; set; }

    /// <summary>Gets whether the verdict is the one that was planned at the beginning.</summary>
    public bool EndedAsPlanned { get; private set; }

    public bool IsUnderWay => Status is AuditStatus.Pending or AuditStatus.Delayed;

    public void Plan(AuditVerdict verdict, DateTimeOffset due) => (_planned, _due) = (verdict, due);

    /// <summary>Returns how long it is until the planned verdict; zero when none is planned.</summary>
    public TimeSpan Until(DateTimeOffset now) => _planned is null || Status != AuditStatus.Pending ? TimeSpan.Zero : _due - now;

    /// <summary>Carries out the planned verdict when its time has come, so that the status never waits for a timer.</summary>
    public void Settle(DateTimeOffset now)
    {
        if (_planned is { } verdict && Status == AuditStatus.Pending && now >= _due)
        {
            Decide(verdict);
            EndedAsPlanned = true;
        }
    }

    public void Decide(AuditVerdict verdict)
    {
        (_planned, Reason, Screenshots) = (null, verdict.Reason, verdict.Screenshots);
        Status = verdict.Result switch
        {
            AuditResult.Approve => AuditStatus.Approved,
            AuditResult.Reject => AuditStatus.Rejected,
            _ => AuditStatus.Delayed,
        };
    }

    public void Undo() => (_planned, Status) = (null, AuditStatus.Undone);
}
