using Microsoft.Extensions.Diagnostics.HealthChecks;
using WxYarpGateway.Gateway.Health.Reports;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Rules;
using WxYarpGateway.TokenService.Platforms;

namespace WxYarpGateway.Gateway.Health;

/// <summary>
/// Reports the platforms: their tickets, the refresh tokens that the database has yet to take, and which rules are in force here. However
/// long no ticket came, the gateway stays ready: the next one must reach it.
/// </summary>
internal sealed class PlatformsCheck(PlatformCatalog platforms, PlatformTokenStates tokens, RuleBook rules) : IHealthCheck
{
    public const string Name = "platforms";

    // WeChat pushes one every 10 minutes.
    private static readonly TimeSpan LongestTicketAge = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var details = platforms.Current.Values.ToDictionary(platform => platform.Name, HealthOf);
        string[] reasons =
        [
            .. platforms.Current.Values.Select(platform => TicketProblem(platform, details[platform.Name])).OfType<string>(),
            .. details.Where(platform => !platform.Value.RulesRead).Select(
                platform => $"The rules of platform '{platform.Key}' that were made at run time have not been read yet."),
            .. tokens.Spilled is var spilled and > 0
                ? (string[])[$"The database has yet to take {spilled} refresh tokens of platforms, which are kept beside it. Fix the "
                    + "database; until then delete neither the data folder nor what is in Redis."]
                : [],
        ];
        return Task.FromResult(HealthDetails.Result<IReadOnlyDictionary<string, PlatformHealth>>(
            reasons.Length == 0 ? HealthStatus.Healthy : HealthStatus.Degraded, details, reasons));
    }

    private PlatformHealth HealthOf(WeChatPlatform platform)
    {
        var state = tokens.Of(platform.Account);
        return new PlatformHealth(
            (long?)state.TicketAge?.TotalSeconds, state.IsWaitingForTicket, rules.Of(platform).Revision, rules.IsRead(platform));
    }

    // Where tickets are not asked for, this process may have had no reason yet to look for the newest one.
    private static string? TicketProblem(WeChatPlatform platform, PlatformHealth health)
        => health.WaitsForTicket || (health.TicketAge is null && platform.Options.StartTicketPush == TicketPushStart.Auto)
            ? $"Platform '{platform.Name}' has no ticket that WeChat takes, and without one it gets no token."
            : health.TicketAge > LongestTicketAge.TotalSeconds
                ? $"No ticket came for platform '{platform.Name}' for {health.TicketAge / 60} minutes; WeChat takes each for 12 hours."
                : null;
}
