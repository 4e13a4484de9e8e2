using Microsoft.Extensions.Diagnostics.HealthChecks;
using WxYarpGateway.Database.Access;
using WxYarpGateway.Gateway.Health.Reports;
using WxYarpGateway.Gateway.Storage;

namespace WxYarpGateway.Gateway.Health;

/// <summary>
/// Reports the database. Without it the gateway still answers pushes, so it stays ready; but two gateways with a SQLite database each are
/// no replicas of each other.
/// </summary>
internal sealed class DatabaseCheck(DatabaseAccess database, DatabaseWatch watch, SoleReplica replicas) : IHealthCheck
{
    public const string Name = "database";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var state = database.State;
        if (state.Status == DatabaseStatus.Closed)
        {
            return Task.FromResult(watch.WhyNeeded() is { } why
                ? HealthCheckResult.Degraded($"The database is not open yet, and is needed: {why}.")
                : HealthCheckResult.Healthy());
        }

        var details = new DatabaseHealth(database.Kind.ToString(), state.Status == DatabaseStatus.Ready, state.Since, state.Problem);
        return Task.FromResult(replicas.Other is { } other
            ? HealthDetails.Result(
                HealthStatus.Unhealthy,
                details,
                [$"Another gateway with the same Redis, on '{other}', has a SQLite database of its own. Configure Gateway:Database with "
                    + "Kind PostgreSql on all of them, or run one gateway only."])
            : state.Problem is { } problem
                ? HealthDetails.Result(HealthStatus.Degraded, details, [$"{problem} Pushes are served without it."])
                : HealthDetails.Result(HealthStatus.Healthy, details, []));
    }
}
