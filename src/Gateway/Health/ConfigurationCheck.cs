using Microsoft.Extensions.Diagnostics.HealthChecks;
using WxYarpGateway.Gateway.Health.Reports;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Health;

/// <summary>Keeps the replica not ready until a configuration is in force, and shows the errors of the last one.</summary>
internal sealed class ConfigurationCheck(ConfigurationState state) : IHealthCheck
{
    public const string Name = "configuration";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var errors = state.LastErrors;
        var details = new ConfigurationHealth(
            state.Revision, state.AppliedAt, [.. errors.Select(ErrorHealth.Of)], [.. state.Warnings.Select(ErrorHealth.Of)]);
        return Task.FromResult(details switch
        {
            { AppliedAt: null } => HealthDetails.Result(HealthStatus.Unhealthy, details, ["No configuration is in force yet."]),
            { Errors.Count: > 0 } => HealthDetails.Result(
                HealthStatus.Degraded,
                details,
                [$"The configuration offered last has {Errors(errors.Count)}; '{details.Revision}' stays in force."]),
            _ => HealthDetails.Result(HealthStatus.Healthy, details, []),
        });
    }

    private static string Errors(int count) => count == 1 ? "1 error" : $"{count} errors";
}
