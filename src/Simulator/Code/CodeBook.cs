using System.Collections.Concurrent;
using WxYarpGateway.Simulator.Code.Audits;
using WxYarpGateway.Simulator.Platforms;

namespace WxYarpGateway.Simulator.Code;

/// <summary>Keeps the code of every mini program, and the template library and audit quota of every platform.</summary>
internal sealed class CodeBook(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, ProgramCode> _programs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TemplateLibrary> _libraries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AuditQuota> _quotas = new(StringComparer.Ordinal);

    /// <summary>Gets a report of every mini program to which code was committed, in order of the AppIds.</summary>
    public IReadOnlyList<ProgramReport> Reports =>
    [
        .. _programs.Values.Select(program => program.Report)
            .Where(report => report.Committed is not null)
            .OrderBy(report => report.AppId, StringComparer.Ordinal),
    ];

    public ProgramCode Of(string appId) => _programs.GetOrAdd(appId, _ => new ProgramCode(appId, clock));

    public TemplateLibrary LibraryOf(PlatformState platform) =>
        _libraries.GetOrAdd(platform.AppId, _ => new TemplateLibrary(platform, clock));

    public AuditQuota QuotaOf(PlatformState platform) => _quotas.GetOrAdd(platform.AppId, _ => new AuditQuota());
}
