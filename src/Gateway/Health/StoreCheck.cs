using Microsoft.Extensions.Diagnostics.HealthChecks;
using WxYarpGateway.Gateway.Health.Reports;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.Gateway.Health;

/// <summary>Tells how the store is. A gateway without it answers pushes and serves the tokens that it holds, so it stays in.</summary>
internal sealed class StoreCheck(StoreWatch store) : IHealthCheck
{
    public const string Name = "store";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // It is asked, and not waited for: the answer is for the probe after this one.
        _ = store.Look();
        var state = store.State;
        var details = new StoreHealth(store.Kind.ToString(), state.IsAvailable, state.Since, state.IsAvailable ? null : store.Problem);
        return Task.FromResult(state.IsAvailable
            ? HealthDetails.Result(HealthStatus.Healthy, details, [])
            : HealthDetails.Result(
                HealthStatus.Degraded,
                details,
                [state.HasAnswered
                    ? "The store does not answer. Pushes and tokens are served without it."
                    : "The store has not answered yet. Pushes are served without it."]));
    }
}
