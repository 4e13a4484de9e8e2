using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WxYarpGateway.Gateway.Health;

/// <summary>Makes the replica not ready as soon as the shutdown begins.</summary>
internal sealed class ShutdownCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public const string Name = "shutdown";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested
            ? HealthCheckResult.Unhealthy("The gateway is shutting down.")
            : HealthCheckResult.Healthy());
}
