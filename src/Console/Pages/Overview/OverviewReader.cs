using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Overviews;

namespace WxYarpGateway.Console.Pages.Overview;

/// <summary>Asks all replicas for what the overview shows.</summary>
internal sealed class OverviewReader(GatewayFleet fleet)
{
    /// <summary>How many minutes a chart shows.</summary>
    public const int Minutes = 60;

    /// <summary>The calls that it makes, for the page to show.</summary>
    public static IReadOnlyList<GatewayCall> Calls { get; } =
    [
        GatewayCall.Get(GatewayPath.Of("overview")),
        GatewayCall.Get(GatewayPath.Of("overview", "SERVICE", "minutes").With("count", Minutes)),
    ];

    /// <summary>Returns how all is now.</summary>
    public async Task<OverviewModel> ReadAsync(CancellationToken cancellationToken)
        => OverviewModel.Of(await fleet.AskAllAsync<ReplicaOverview>(GatewayPath.Of("overview"), cancellationToken));

    /// <summary>Returns the last minutes of a service, those of all replicas added up.</summary>
    public async Task<IReadOnlyList<MinuteCounts>> ReadMinutesAsync(string service, CancellationToken cancellationToken)
    {
        var path = GatewayPath.Of("overview", service, "minutes").With("count", Minutes);
        var answers = await fleet.AskAllAsync<ServiceMinutes>(path, cancellationToken);
        return MinuteSum.OfEach(answers.SelectMany(answer => answer.Answer.Value?.Minutes ?? []));
    }
}
