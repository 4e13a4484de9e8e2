using Microsoft.Extensions.Diagnostics.HealthChecks;
using WxYarpGateway.Gateway.Health.Reports;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Rules;

namespace WxYarpGateway.Gateway.Health;

/// <summary>Reports the platforms: which revision of its rules each has on this replica.</summary>
internal sealed class PlatformsCheck(PlatformCatalog platforms, RuleBook rules) : IHealthCheck
{
    public const string Name = "platforms";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var details = platforms.Current.Values.ToDictionary(
            platform => platform.Name, platform => new PlatformHealth(rules.Of(platform).Revision, rules.IsRead(platform)));
        string[] reasons =
        [
            .. details.Where(platform => !platform.Value.RulesRead).Select(
                platform => $"The rules of platform '{platform.Key}' that were made at run time have not been read yet."),
        ];
        return Task.FromResult(HealthDetails.Result<IReadOnlyDictionary<string, PlatformHealth>>(
            reasons.Length == 0 ? HealthStatus.Healthy : HealthStatus.Degraded, details, reasons));
    }
}
