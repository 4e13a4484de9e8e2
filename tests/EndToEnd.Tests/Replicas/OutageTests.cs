using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Replicas;

/// <summary>Redis away, empty and frozen, under load: pushes are answered all the time, and afterwards replicas share again.</summary>
public sealed class OutageTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData("stopped and restarted empty")]
    [InlineData("frozen")]
    public async Task Pushes_are_answered_while_Redis_is(string how)
    {
        await using var topology = await Topology.StartAsync(3, TestContext.Current.CancellationToken);
        var load = Load.Start(3, number => topology.PushAsync(topology.Replicas[number % 3].Address));
        await Eventually.HoldsAsync(() => load.Count > 50, "the load was on", TestContext.Current.CancellationToken);

        var began = TimeProvider.System.GetTimestamp();
        await TakeAwayAsync(topology, how);
        await Eventually.HoldsAsync(
            () => TimeProvider.System.GetElapsedTime(began) > Outage, "the outage lasted", TestContext.Current.CancellationToken);
        await GiveBackAsync(topology, how);
        var back = TimeProvider.System.GetTimestamp();
        await Eventually.HoldsAsync(
            () => AreSharingAsync(topology), "replicas shared messages again", TestContext.Current.CancellationToken);
        var recovered = TimeProvider.System.GetElapsedTime(back);
        var results = await load.StopAsync();

        Assert.All(results, result => Assert.Equal("hello", result.Reply?["Content"]));
        var slowest = results.Max(result => result.Last.Elapsed);
        output.WriteLine(
            $"Redis {how} for {Outage.TotalSeconds} s: {results.Count} pushes, the slowest {slowest.TotalMilliseconds:0} ms; replicas " +
                $"shared again after {recovered.TotalMilliseconds:0} ms.");
        Assert.True(slowest < TimeSpan.FromSeconds(4.8), $"The slowest push took {slowest}.");
        Assert.True(recovered < TimeSpan.FromSeconds(10), $"It took {recovered}.");
        Assert.All(topology.Replicas, replica => Assert.False(replica.Process.HasExited));
    }

    private static async Task TakeAwayAsync(Topology topology, string how)
    {
        if (how == "frozen")
        {
            await topology.Redis.FreezeAsync();
        }
        else
        {
            await topology.Redis.StopAsync();
        }
    }

    private static async Task GiveBackAsync(Topology topology, string how)
    {
        if (how == "frozen")
        {
            await topology.Redis.ThawAsync();
        }
        else
        {
            await topology.Redis.RunAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Delivers one message to every replica and tells whether the backend heard of it once.</summary>
    private static async Task<bool> AreSharingAsync(Topology topology)
    {
        var message = PushedMessage.Text($"to all {Guid.NewGuid():N}").From(
            Topology.User) with
        { MsgId = Random.Shared.NextInt64(1L << 54, long.MaxValue) };
        foreach (var replica in topology.Replicas)
        {
            await topology.PushAsync(replica.Address, message);
        }

        return topology.Backend.Calls.Count(call => call.Headers["X-WeChat-Message-Id"] == message.MsgId.ToString()) == 1;
    }
}
