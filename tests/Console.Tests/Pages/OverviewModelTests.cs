using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Overviews;
using WxYarpGateway.Console.Pages.Overview;

namespace WxYarpGateway.Console.Tests.Pages;

public sealed class OverviewModelTests
{
    [Fact]
    public void Replicas_are_added_up_and_the_slowest_one_counts()
    {
        var model = OverviewModel.Of([Here("a", "r1", 10, 5, 3), Here("b", "r1", 20, 9, 4), Away("c")]);

        var service = Assert.Single(model.Services);
        Assert.Equal((30, 9.0, 4), (service.LastMinute!.Pushes, service.LastMinute.P95, service.Service.Waiting));
        Assert.Equal(30, service.LastMinute.Outcomes["Replied"]);
        Assert.Equal(["a", "b"], Assert.Single(model.Problems).Gateways);
        Assert.Equal(["a", "b", "c"], model.Replicas.Select(replica => replica.Gateway));
        Assert.False(model.RevisionsDiffer);
        Assert.True(OverviewModel.Of([Here("a", "r1", 1, 1, 1), Here("b", "r2", 1, 1, 1)]).RevisionsDiffer);
    }

    [Fact]
    public void Minutes_of_replicas_are_added_up_minute_by_minute()
    {
        var at = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

        var sums = MinuteSum.OfEach([Minute(at.AddMinutes(1), 1), Minute(at, 2), Minute(at.AddSeconds(20), 3)]);

        Assert.Equal([5, 1], sums.Select(minute => minute.Pushes));
    }

    [Fact]
    public void Rare_outcomes_are_one_series()
    {
        var outcomes = Enumerable.Range(0, 20).ToDictionary(number => $"o{number:00}", number => 100L - number);

        var series = MinuteCharts.Outcomes([new MinuteCounts(1, outcomes, null, null, null, 0, DateTimeOffset.UnixEpoch)], name => name);

        Assert.Equal(8, series.Count);
        Assert.Equal(outcomes.Values.Sum(), series.Sum(one => one.Values[0]));
    }

    [Fact]
    public void A_minute_without_pushes_has_no_latency()
    {
        var none = new MinuteCounts(0, new Dictionary<string, long>(), 0, 0, 0, 0, DateTimeOffset.UnixEpoch);

        var series = MinuteCharts.Latencies([none, none with { Pushes = 1, P50 = 2, P95 = 3, P99 = 4 }]);

        Assert.Equal([null, 2.0], series[0].Values);
        Assert.Equal([null, 4.0], series[2].Values);
    }

    private static MinuteCounts Minute(DateTimeOffset at, long pushes)
        => new(pushes, new Dictionary<string, long> { ["Replied"] = pushes }, null, null, null, 0, at);

    private static ReplicaAnswer<ReplicaOverview> Away(string gateway)
        => new(gateway, GatewayAnswer<ReplicaOverview>.Not(new GatewayError(gateway, GatewayErrorKind.Late)));

    private static ReplicaAnswer<ReplicaOverview> Here(string gateway, string revision, long pushes, double p95, long waiting)
    {
        var minutes = new MinuteCounts(pushes, new Dictionary<string, long> { ["Replied"] = pushes }, 1, p95, 10, 0);
        var service = new ServiceOverview("shop", "OfficialAccount", null, null, minutes, waiting, 0, 0);
        return new(gateway, GatewayAnswer<ReplicaOverview>.Of(new ReplicaOverview(
            new ReplicaIdentity(gateway, "1", DateTimeOffset.UnixEpoch, revision, null),
            null,
            null,
            [new OpenProblem("here", "Bad.", "Mend it.")],
            [service])));
    }
}
