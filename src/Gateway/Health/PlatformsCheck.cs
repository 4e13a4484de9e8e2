using Microsoft.Extensions.Diagnostics.HealthChecks;
using WxYarpGateway.Gateway.Health.Reports;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Rules;
using WxYarpGateway.TokenService.Platforms;

namespace WxYarpGateway.Gateway.Health;

/// <summary>Reports the platforms: their tickets, the refresh tokens that the database has yet to take, and their rules.</summary>
/// <remarks>
/// A platform without a ticket does not make the replica not ready: without replicas, the ticket that ends it could not come in.
/// </remarks>
internal sealed class PlatformsCheck(PlatformCatalog platforms, RuleBook rules, PlatformTokenStates tokens) : IHealthCheck
{
    public const string Name = "platforms";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var details = platforms.Current.Values.ToDictionary(
            platform => platform.Name,
            platform => PlatformHealth.Of(tokens.Of(platform.Account), rules.Of(platform).Revision, rules.IsRead(platform)));
        List<string> reasons = [.. details.SelectMany(platform => platform.Value.ReasonsOf(platform.Key))];
        if (tokens.Spilled is > 0 and var spilled)
        {
            reasons.Add($"The database has yet to take {spilled} refresh tokens; this replica keeps them. Do not delete its data folder.");
        }

        return Task.FromResult(HealthDetails.Result<IReadOnlyDictionary<string, PlatformHealth>>(
            reasons.Count == 0 ? HealthStatus.Healthy : HealthStatus.Degraded, details, reasons));
    }
}
