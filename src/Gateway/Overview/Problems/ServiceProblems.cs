using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Health;
using WxYarpGateway.Gateway.Health.Reports;
using WxYarpGateway.TokenService.Tokens;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Overview.Problems;

/// <summary>Services without a token, without a backend that takes calls, or with dead letters.</summary>
internal sealed class ServiceProblems(
    ServiceCatalog services,
    TokenStates tokens,
    ServiceBackends backends,
    UndeliveredMessages undelivered,
    GatewaySettings gateway) : IProblemSource
{
    /// <inheritdoc/>
    public IEnumerable<Problem> Find()
    {
        var known = backends.Now();
        var kept = undelivered.LastCounts.ToLookup(count => count.Service, StringComparer.OrdinalIgnoreCase);
        var queues = gateway.Options.Endpoints.Redelivery;
        foreach (var (name, service) in services.Current)
        {
            var where = $"Gateway:Services:{name}";
            foreach (var problem in OfTokens(name, where, tokens.Of(service.Account)).Concat(OfBackends(name, where, known[name])))
            {
                yield return problem;
            }

            if (kept[name].Sum(count => count.Dead) is > 0 and var dead)
            {
                yield return OfDead(name, where, dead, queues is null ? null : $"{queues}/{name}");
            }
        }
    }

    /// <summary>Returns what is wrong with tokens of an account.</summary>
    public static IEnumerable<Problem> OfTokens(string service, string where, IReadOnlyList<TokenState> states)
        => states.Where(state => state.Error is not null).Select(state => new Problem(
            service,
            where,
            $"WeChat gives no new {state.Kind.Name()}"
                + $"{(state.Left is null ? "" : "; the old one is served until it expires")}: {state.Error}",
            state.ErrorCode is { } code && Errcodes.Find(code) is { } errcode
                ? errcode.Cure : "The gateway asks again by itself; if it stays, see whether this machine reaches WeChat."));

    /// <summary>Returns which backends of a service take no calls.</summary>
    public static IEnumerable<Problem> OfBackends(
        string service, string where, IEnumerable<(string Cluster, BackendHealth Health)> backends)
        => backends.Where(backend => backend.Health.Available == 0).Select(backend => new Problem(
            service,
            where,
            $"No destination of '{backend.Cluster}' takes calls, so the service fails.",
            "See whether the backend runs and whether its health checks succeed."));

    private static Problem OfDead(string service, string where, long dead, string? path) => new(
        service,
        where,
        dead == 1 ? "A message could not be delivered in time." : $"{dead} messages could not be delivered in time.",
        path is null
            ? "Make the backend take messages; a retried delivery needs the endpoint Redelivery."
            : $"See them with GET {path}/dead; when the backend takes messages again, send POST {path}/dead/requeue.");
}
