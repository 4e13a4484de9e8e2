using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Overviews;

namespace WxYarpGateway.Console.Pages.Overview;

/// <summary>What the overview shows, made of what all replicas say.</summary>
/// <param name="Replicas">The replicas, in the order of the configuration.</param>
/// <param name="Problems">What is wrong.</param>
/// <param name="Services">The services, by name.</param>
public sealed record OverviewModel(
    IReadOnlyList<ReplicaRow> Replicas, IReadOnlyList<ProblemRow> Problems, IReadOnlyList<ServiceRow> Services)
{
    /// <summary>Gets a value indicating whether any replica answers.</summary>
    public bool IsKnown => Replicas.Any(replica => replica.Overview is not null);

    /// <summary>Gets a value indicating whether replicas have different configurations in force.</summary>
    public bool RevisionsDiffer => Replicas.Select(replica => replica.Overview?.Replica.Revision)
        .Where(revision => revision is not null)
        .Distinct(StringComparer.Ordinal)
        .Count() > 1;

    /// <summary>Puts the answers of all replicas together.</summary>
    internal static OverviewModel Of(IReadOnlyList<ReplicaAnswer<ReplicaOverview>> answers)
    {
        var replicas = answers.Select(
            answer => new ReplicaRow(answer.Gateway, answer.Answer.Value, answer.Answer.Error)).ToList();
        var here = replicas.Where(replica => replica.Overview is not null).ToList();
        var problems = here
            .SelectMany(replica => replica.Overview!.Problems.Select(problem => (problem, replica.Gateway)))
            .GroupBy(one => one.problem)
            .Select(same => new ProblemRow(same.Key, [.. same.Select(one => one.Gateway).Distinct()]));
        var services = here
            .SelectMany(replica => replica.Overview!.Services)
            .GroupBy(service => service.Name, StringComparer.Ordinal)
            .OrderBy(service => service.Key, StringComparer.OrdinalIgnoreCase)
            .Select(same => Row([.. same]));
        return new OverviewModel(replicas, [.. problems], [.. services]);
    }

    // Of the same service, the replica that knows most: the queue and the tokens are shared, but one of them may not see the store.
    private static ServiceRow Row(IReadOnlyList<ServiceOverview> same)
    {
        var service = same[0] with
        {
            Waiting = same.Max(one => one.Waiting),
            Leased = same.Max(one => one.Leased),
            Dead = same.Max(one => one.Dead),
            Tokens = [.. same.SelectMany(one => one.Tokens)
                .GroupBy(token => token.Kind)
                .Select(tokens => tokens.FirstOrDefault(token => token.Error is null && token.AgeSeconds is not null) ?? tokens.First())],
            Ticket = same.Select(one => one.Ticket).OfType<TicketState>().MinBy(ticket => ticket.AgeSeconds ?? double.MaxValue),
        };
        return new ServiceRow(service, MinuteSum.Of([.. same.Select(one => one.Minutes).OfType<MinuteCounts>()]));
    }
}
