using Microsoft.Extensions.Diagnostics.HealthChecks;
using WxYarpGateway.Gateway.Health.Reports;
using WxYarpGateway.TokenService.Store.Health;

namespace WxYarpGateway.Gateway.Health;

/// <summary>Reports the store. Without it the gateway still answers pushes and serves cached tokens, so it stays ready.</summary>
internal sealed class StoreCheck(StoreWatch store) : IHealthCheck
{
    public const string Name = "store";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // The probe does not wait for the store: the answer is in the next probe.
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
