using Microsoft.Extensions.Diagnostics.HealthChecks;
using WxYarpGateway.Gateway.Health.Reports;
using WxYarpGateway.TokenService.Tokens;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Health;

/// <summary>
/// Reports the services. A failing service does not make the replica not ready: other replicas would do no better.
/// </summary>
internal sealed class ServicesCheck(
    ServiceCatalog catalog, TokenStates tokens, ServiceBackends backends, PendingReplies lateReplies, UndeliveredMessages undelivered)
    : IHealthCheck
{
    public const string Name = "services";

    // While WeChat is down, all services have the same error; each service lists its own.
    private const int MostReasons = 10;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var known = backends.Now();
        var kept = undelivered.LastCounts.ToLookup(count => count.Service, StringComparer.OrdinalIgnoreCase);
        var services = new SortedDictionary<string, ServiceHealth>(StringComparer.Ordinal);
        foreach (var (name, service) in catalog.Current)
        {
            var count = kept[name].FirstOrDefault();
            services[name] = new ServiceHealth(
                TokensOf(service),
                known[name].ToDictionary(backend => backend.Cluster, backend => backend.Health),
                lateReplies.CountOf(name),
                count is null ? 0 : count.Waiting + count.Leased,
                count?.Dead ?? 0);
        }

        var reasons = services.SelectMany(service => ReasonsOf(service.Key, service.Value)).ToList();
        if (reasons.Count > MostReasons)
        {
            var more = reasons.Count - MostReasons;
            reasons = [.. reasons.Take(MostReasons), $"And {more} more; see the services."];
        }

        return Task.FromResult(HealthDetails.Result(reasons.Count > 0 ? HealthStatus.Degraded : HealthStatus.Healthy, services, reasons));
    }

    private Dictionary<string, TokenHealth> TokensOf(WeChatService service)
    {
        var accessToken = TokenKind.AccessToken.Name();
        var held = tokens.Of(service.Account).ToDictionary(state => state.Kind.Name(), TokenHealth.Of);
        if (!held.ContainsKey(accessToken))
        {
            held[accessToken] = service.Account.AppSecret.IsEmpty ? TokenHealth.Impossible : TokenHealth.NotNeeded;
        }

        return held;
    }

    private static IEnumerable<string> ReasonsOf(string name, ServiceHealth service)
        => service.Tokens
            .Where(token => token.Value.IsMissed())
            .Select(token => $"Service '{name}' has no {token.Key}: {token.Value.Error}")
            .Concat(service.Backends.Where(backend => backend.Value.Available == 0).Select(
                backend => $"No destination of '{backend.Key}' takes calls, so service '{name}' fails."));
}
