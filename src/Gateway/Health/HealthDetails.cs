using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WxYarpGateway.Gateway.Health;

/// <summary>Passes what a check found through the framework's report to the answer.</summary>
internal static class HealthDetails
{
    private const string Details = "details";
    private const string Reasons = "reasons";

    /// <summary>Returns a check's result with its details, and the reasons for which it is not all well.</summary>
    public static HealthCheckResult Result<TDetails>(HealthStatus status, TDetails details, IReadOnlyList<string> reasons)
        where TDetails : notnull
        => new(status, data: new Dictionary<string, object> { [Details] = details, [Reasons] = reasons });

    /// <summary>Returns the details that a check found; a check that failed found none.</summary>
    public static TDetails? Of<TDetails>(HealthReport report, string name)
        where TDetails : class
        => report.Entries.TryGetValue(name, out var entry) && entry.Data.TryGetValue(Details, out var details) ? (TDetails)details : null;

    /// <summary>Returns the reasons for which not all is well, of all checks.</summary>
    public static IReadOnlyList<string> ReasonsOf(HealthReport report)
        => [.. report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).SelectMany(
            entry => ReasonsOf(entry.Key, entry.Value))];

    /// <summary>Returns the reasons for which not all is well, of one check.</summary>
    public static IReadOnlyList<string> ReasonsOf(string name, HealthReportEntry entry)
        => entry.Data.TryGetValue(Reasons, out var reasons) ? (IReadOnlyList<string>)reasons
            : entry.Exception is null && entry.Description is { } sentence ? [sentence]
            : [$"Looking at '{name}' failed."];
}
