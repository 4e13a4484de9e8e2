using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Notices;

/// <summary>A thousand messages to users that are due at once, for three gateway processes. They need the machine for themselves.</summary>
[Collection(nameof(Alone))]
[Trait(Alone.Needs, Alone.Machine)]
public sealed class ThousandNoticesTests(ITestOutputHelper output)
{
    private const int Users = 100;
    private const int Templates = 10;
    private const int All = Users * Templates;
    private const int Sent = 2;

    // The messages that a killed process held are free after a minute.
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan UntilDue = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_is_sent_once_though_one_of_three_processes_is_killed_in_the_middle()
    {
        await using var topology = await OrderedAsync();

        await Eventually.HoldsAsync(() => topology.WeChat.Notices.Sent.Count >= All / 4, "a quarter was sent", Cancelled, Enough);
        await topology.Replicas[0].Process.KillAsync(Cancelled);
        var atKill = topology.WeChat.Notices.Sent.Count;

        Assert.InRange(atKill, All / 4, All - 1);
        await AreSentOnceAsync(topology);
    }

    private static async Task<NoticeTopology> OrderedAsync()
    {
        var topology = await NoticeTopology.StartAsync(3, Templates);
        var due = TimeProvider.System.GetUtcNow() + UntilDue;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Users),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancelled },
            async (user, _) => await topology.OrderAsync(user, Templates, due));
        Assert.True(TimeProvider.System.GetUtcNow() < due, "The orders took longer than the time until they are due.");
        Assert.Empty(topology.WeChat.Notices.Sent);
        return topology;
    }

    private async Task AreSentOnceAsync(NoticeTopology topology)
    {
        var began = TimeProvider.System.GetTimestamp();
        await Eventually.HoldsAsync(
            async () => (await topology.CountAsync()).GetValueOrDefault(Sent) == All, "all were sent", Cancelled, Enough);
        output.WriteLine($"All were sent {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s after the wait for them began.");

        var sent = topology.WeChat.Notices.Sent;
        Assert.Equal(All, sent.Count);
        Assert.Equal(All, sent.Select(notice => (notice.ToUser, notice.TemplateId)).Distinct().Count());
        Assert.All(sent, notice => Assert.Equal(
            $"{notice.ToUser["o-user-".Length..]}/{notice.TemplateId["template-".Length..]}",
            (string?)notice.Body["data"]!["thing1"]!["value"]));
    }
}
