using Microsoft.Extensions.Diagnostics.HealthChecks;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Gateway.Health;
using WxYarpGateway.Gateway.Overview.Answers;
using WxYarpGateway.TokenService.Store.Health;

namespace WxYarpGateway.Gateway.Overview;

/// <summary>How the store and the database are, by their health checks.</summary>
internal sealed class ReplicaParts(HealthCheckService checks, StoreWatch store, DatabaseAccess database)
{
    /// <summary>Looks at both; the database is <see langword="null"/> while the configuration needs none.</summary>
    public async Task<(PartAnswer Store, PartAnswer? Database)> LookAsync(CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(
            static check => check.Name is StoreCheck.Name or DatabaseCheck.Name, cancellationToken);
        var ofDatabase = report.Entries[DatabaseCheck.Name];
        var isInUse = database.State.Status != DatabaseStatus.Closed || ofDatabase.Status != HealthStatus.Healthy;
        return (
            PartOf(store.Kind.ToString(), StoreCheck.Name, report.Entries[StoreCheck.Name]),
            isInUse ? PartOf(database.Kind.ToString(), DatabaseCheck.Name, ofDatabase) : null);
    }

    private static PartAnswer PartOf(string kind, string name, HealthReportEntry entry) => new(
        kind,
        entry.Status switch
        {
            HealthStatus.Healthy => "healthy",
            HealthStatus.Degraded => "degraded",
            _ => "unhealthy",
        },
        entry.Status == HealthStatus.Healthy ? null : string.Join(' ', HealthDetails.ReasonsOf(name, entry)));
}
