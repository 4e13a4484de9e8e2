using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Code.Audits;

namespace WxYarpGateway.Simulator.Code.Orders;

/// <summary>The body of <c>POST /simulator/audit</c>: one mini program, or a platform for all of its audits under way.</summary>
internal sealed record AuditOrder
{
    public string? AppId { get; init; }

    public string? Platform { get; init; }

    public AuditResult Result { get; init; }

    public string Reason { get; init; } = "";

    public string Screenshots { get; init; } = "";

    /// <summary>Gets whether the event is lost.</summary>
    public bool Silent { get; init; }

    public AuditVerdict ToVerdict() => (AppId is null) == (Platform is null)
        ? throw new ArgumentException("Name 'appId', or 'platform' for all of its audits under way.")
        : new AuditVerdict(Result, Reason, Screenshots);
}
