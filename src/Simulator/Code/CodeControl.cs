using WxYarpGateway.Simulator.Code.Audits;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Simulator.Code;

/// <summary>Lets tests and scripts audit code as WeChat does, fill template libraries, and read what became of the code.</summary>
public sealed class CodeControl
{
    private readonly CodeBook _book;
    private readonly PlatformBook _platforms;
    private readonly AuditOffice _office;

    internal CodeControl(CodeBook book, PlatformBook platforms, AuditOffice office) =>
        (_book, _platforms, _office) = (book, platforms, office);

    /// <summary>Gets a report of every mini program to which code was committed, in order of the AppIds.</summary>
    public IReadOnlyList<ProgramReport> Programs => _book.Reports;

    /// <summary>Returns the code of one mini program as it stands.</summary>
    public ProgramReport ReportOf(string appId) => _book.Of(appId).Report;

    /// <summary>Decides the audit under way, and pushes its event; null when the event is lost or has no URL to go to.</summary>
    /// <exception cref="ArgumentException">No audit of the mini program is under way.</exception>
    public Task<PushResult?> DecideAsync(string appId, AuditVerdict verdict, CancellationToken cancellationToken) =>
        _office.DecideAsync(appId, verdict, isSilent: false, cancellationToken);

    /// <summary>Decides the audit under way; its event is lost.</summary>
    /// <exception cref="ArgumentException">No audit of the mini program is under way.</exception>
    public Task DecideSilentlyAsync(string appId, AuditVerdict verdict, CancellationToken cancellationToken) =>
        _office.DecideAsync(appId, verdict, isSilent: true, cancellationToken);

    /// <summary>Decides every audit under way that a platform submitted; returns how many there were.</summary>
    public async Task<int> DecideAllAsync(string platform, AuditVerdict verdict, bool isSilent, CancellationToken cancellationToken)
    {
        _platforms.Find(platform);
        var waiting = _book.Reports
            .Where(report => report.Audit is { Status: AuditStatus.Pending or AuditStatus.Delayed } audit && audit.Platform == platform)
            .Select(report => report.AppId)
            .ToList();
        foreach (var appId in waiting)
        {
            await _office.DecideAsync(appId, verdict, isSilent, cancellationToken);
        }

        return waiting.Count;
    }

    /// <summary>Adds a template to a platform's library, or replaces the one of the same id.</summary>
    public void AddTemplate(string platform, CodeTemplate template) => _book.LibraryOf(_platforms.Find(platform)).Put(template);

    /// <summary>Adds a draft, or replaces the one of the same id.</summary>
    public void AddDraft(string platform, CodeTemplate draft) => _book.LibraryOf(_platforms.Find(platform)).PutDraft(draft);
}
