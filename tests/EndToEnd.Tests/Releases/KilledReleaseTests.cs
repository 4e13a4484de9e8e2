using WxYarpGateway.Testing.PostgreSql;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Releases;

/// <summary>A release is brought to its end, each step once, whatever gateways are killed.</summary>
public sealed class KilledReleaseTests(ITestOutputHelper output)
{
    private const int Programs = 500;

    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(3);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_hundred_mini_programs_get_the_version_once_while_one_of_three_replicas_is_killed_every_few_seconds()
    {
        await using var postgreSql = new SharedPostgreSql();
        await postgreSql.InitializeAsync();
        await using var topology = await ReleaseTopology.StartAsync(3, Programs, await postgreSql.CreateAsync(Cancelled));

        await ReleaseAsync(topology, async kill =>
        {
            // The first replica gets the events: it is never the one.
            await topology.ReplaceAsync(1 + (kill % 2));
        });
    }

    [Fact]
    public async Task So_it_is_with_one_gateway_that_has_SQLite()
    {
        await using var topology = await ReleaseTopology.StartAsync(1, 100, postgreSql: null);

        await ReleaseAsync(topology, kill => kill < 3 ? topology.ReplaceAsync(0) : Task.CompletedTask, 100);
    }

    private async Task ReleaseAsync(ReleaseTopology topology, Func<int, Task> kill, int programs = Programs)
    {
        var began = TimeProvider.System.GetTimestamp();
        var id = await topology.OrderAsync(programs, atOnce: 48);
        var kills = 0;
        var ended = Eventually.HoldsAsync(
            async () => await topology.FindAsync(id) is { } release && release.GetProperty("state").GetString() == "Ended",
            "the release ended",
            Cancelled,
            TimeSpan.FromMinutes(4));
        while (!ended.IsCompleted)
        {
            await Task.WhenAny(ended, Task.Delay(BetweenKills, TimeProvider.System, Cancelled));
            if (!ended.IsCompleted)
            {
                await kill(kills++);
            }
        }

        await ended;
        var took = TimeProvider.System.GetElapsedTime(began);
        output.WriteLine($"{programs} mini programs took {took.TotalSeconds:0.0} s with {kills} kills.");
        var found = await topology.FindAsync(id);
        Assert.Equal(programs, found!.Value.GetProperty("counts").GetProperty("Released").GetInt32());
        Assert.All(
            Enumerable.Range(0, programs),
            number =>
            {
                var counts = topology.WeChat.Code.ReportOf(ReleaseTopology.AppIdOf(number)).Counts;
                Assert.Equal((1, 1, 1), (counts.Commits, counts.Submissions, counts.Releases));
            });
    }
}
