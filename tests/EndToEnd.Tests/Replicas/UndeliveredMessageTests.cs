using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Replicas;

/// <summary>Messages that no backend took, with real processes: none is lost, and none comes twice, when a replica ends.</summary>
public sealed class UndeliveredMessageTests : UndeliveredMessageStage
{
    [Fact]
    public async Task A_killed_replica_loses_neither_what_failed_nor_what_it_leased_at_the_deadline()
    {
        await using var topology = await StartAsync();
        var failed = await PushAllAsync(topology, 6);
        var hung = await HangAsync(topology);

        await topology.Replicas[0].Process.KillAsync(Cancelled);
        Backend.ComeBack();

        await AllAreTakenOnceAsync(topology, [.. failed, hung]);
        await Eventually.HoldsAsync(() => topology.WeChat.SentMessages.All.Count == 7, "all got their replies", Cancelled);
    }

    [Fact]
    public async Task A_replica_told_to_stop_hands_over_what_it_leased_at_once()
    {
        await using var topology = await StartAsync();
        var hung = await HangAsync(topology);

        await topology.Replicas[0].Process.SignalAsync("TERM", Cancelled);
        Backend.ComeBack();
        await topology.Replicas[0].Process.ExitAsync(Cancelled);
        var exited = TimeProvider.System.GetTimestamp();

        await AllAreTakenOnceAsync(topology, [hung]);
        Assert.InRange(TimeProvider.System.GetElapsedTime(exited), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(0, topology.Replicas[0].Process.ExitCode);
    }
}
