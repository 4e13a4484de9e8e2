using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Code.Audits;

/// <summary>The audits of one mini program, of which one at a time is under way. The mini program's code locks it.</summary>
internal sealed class AuditLine
{
    // Documented: five a day and ten a month for each mini program.
    private const int UndosPerDay = 5;
    private const int UndosPerMonth = 10;

    private const int MostKept = 20;

    private readonly List<CodeAudit> _audits = [];
    private readonly Tally _undosOfDay = Tally.OfDay();
    private readonly Tally _undosOfMonth = Tally.OfMonth();

    public IReadOnlyList<CodeAudit> All => _audits;

    public CodeAudit? Latest => _audits.LastOrDefault();

    public CodeAudit? UnderWay => Latest is { IsUnderWay: true } audit ? audit : null;

    public CodeAudit? Find(long? id) => _audits.Find(audit => audit.Id == id);

    public void Settle(DateTimeOffset now) => Latest?.Settle(now);

    public void Add(CodeAudit audit)
    {
        _audits.Add(audit);
        if (_audits.Count > MostKept)
        {
            _audits.RemoveAt(0);
        }
    }

    public ApiError? Undo(DateTimeOffset now)
    {
        if (UnderWay is not { } audit)
        {
            return Latest is null ? CodeErrors.NothingAudited : CodeErrors.NotApproved;
        }

        if (_undosOfDay.At(now) >= UndosPerDay || _undosOfMonth.At(now) >= UndosPerMonth)
        {
            return CodeErrors.UndoneTooOften;
        }

        _undosOfDay.Add(now);
        _undosOfMonth.Add(now);
        audit.Undo();
        return null;
    }
}
