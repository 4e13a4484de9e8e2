using System.Globalization;
using System.Reflection;
using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Overview.Answers;
using WxYarpGateway.Gateway.Overview.Problems;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Overview;

/// <summary>Puts together how this replica is. It reads memory only: nobody waits for the store, the database or WeChat.</summary>
internal sealed class ReplicaOverview(
    ReplicaStart start,
    ConfigurationState configuration,
    ReplicaParts parts,
    ServiceOverview services,
    IEnumerable<IProblemSource> problems)
{
    // While WeChat is down, every service has the same problem.
    private const int MostProblems = 500;

    private static readonly string Version = typeof(ReplicaOverview).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Returns the answer, with those services and problems that a key may see.</summary>
    public async Task<OverviewAnswer> AnswerAsync(ApiKey? key, CancellationToken cancellationToken)
    {
        var (store, database) = await parts.LookAsync(cancellationToken);
        return new OverviewAnswer(
            new ReplicaAnswer(start.Name, Version, start.At, configuration.Revision, configuration.AppliedAt),
            store,
            database,
            Bounded([.. problems.SelectMany(source => source.Find()).Where(problem => problem.IsFor(key))
                .Select(problem => problem.Answer)]),
            [.. services.Answers(name => key is null || key.IsFor(name))]);
    }

    private static List<ProblemAnswer> Bounded(List<ProblemAnswer> found)
        => found.Count <= MostProblems ? found :
        [
            .. found.Take(MostProblems),
            ProblemKinds.More.At(service: null, "Gateway", (found.Count - MostProblems).ToString(CultureInfo.InvariantCulture)).Answer,
        ];
}
