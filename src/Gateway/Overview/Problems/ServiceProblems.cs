using System.Globalization;
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
    /// <summary>What is said where nobody has to do anything yet.</summary>
    public const string AskedAgain = "The gateway asks again by itself; if it stays, see whether this machine reaches WeChat.";

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
                yield return ProblemKinds.Dead.At(
                    name, where, dead.ToString(CultureInfo.InvariantCulture), queues is null ? "" : $"{queues}/{name}");
            }
        }
    }

    /// <summary>Returns what is wrong with tokens of an account.</summary>
    public static IEnumerable<Problem> OfTokens(string service, string where, IReadOnlyList<TokenState> states)
        => states.Where(state => state.Error is not null).Select(state
            => (state.Left is null ? ProblemKinds.TokenMissing : ProblemKinds.TokenOld).At(
                service,
                where,
                state.Kind.Name(),
                state.Error!,
                state.ErrorCode is { } code && Errcodes.Find(code) is { } errcode ? errcode.Cure : AskedAgain));

    /// <summary>Returns which backends of a service take no calls.</summary>
    public static IEnumerable<Problem> OfBackends(
        string service, string where, IEnumerable<(string Cluster, BackendHealth Health)> backends)
        => backends.Where(backend => backend.Health.Available == 0)
            .Select(backend => ProblemKinds.BackendAway.At(service, where, backend.Cluster));
}
