using StackExchange.Redis;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Replicas;

/// <summary>Messages that no backend took, with a real Redis: none is lost, and none comes twice, when that fails.</summary>
public sealed class UndeliveredMessageOutageTests : UndeliveredMessageStage
{
    // A backend has 4.8 s for its answer.
    private static readonly TimeSpan BeforeItsDeadline = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task A_restart_of_Redis_loses_neither_what_it_has_nor_what_fails_meanwhile()
    {
        await using var topology = await StartAsync();
        var before = await PushAllAsync(topology, 4);
        await topology.Redis.StopAsync();
        var meanwhile = await PushAllAsync(topology, 4);

        await topology.Redis.RunAsync(Cancelled);
        Backend.ComeBack();

        await AllAreTakenOnceAsync(topology, [.. before, .. meanwhile]);
    }

    [Fact]
    public async Task A_Redis_that_is_emptied_loses_neither_what_waits_there_nor_what_a_backend_is_at_work_on()
    {
        await using var topology = await StartAsync();
        var waiting = await PushAllAsync(topology, 4);
        var hung = await HangAsync(topology);

        await topology.Redis.EmptyAsync();
        await UntilCountedAsync(topology, count => Number(count, "waiting") + Number(count, "leased") == 5, "all are there again");
        Backend.ComeBack();
        await topology.Replicas[0].Process.KillAsync(Cancelled);

        await AllAreTakenOnceAsync(topology, [.. waiting, hung]);
    }

    [Fact]
    public async Task A_message_survives_its_replica_when_Redis_freezes_before_the_death_of_that_is_known()
    {
        for (var time = 1; ; time++)
        {
            await using var topology = await StartAsync();
            var message = NewMessage(ReturningBackend.Hang);
            var pushedAt = TimeProvider.System.GetTimestamp();
            var first = topology.PushAsync(topology.Replicas[0].Address, message);
            await Eventually.HoldsAsync(() => Backend.HasHung(message.MsgId.ToString()!), "the backend was called", Cancelled);
            var retry = topology.PushAsync(topology.Replicas[1].Address, message);
            await Eventually.HoldsAsync(
                async () => topology.HasMissedRedis || await IsAwaitedAsync(topology), "the retry waits for the first", Cancelled);
            if (topology.HasMissedRedis && time < Topology.MostTimes)
            {
                continue;
            }

            Backend.ComeBack();
            await topology.Redis.FreezeAsync();
            await topology.Replicas[0].Process.KillAsync(Cancelled);
            var wasLate = TimeProvider.System.GetElapsedTime(pushedAt) > BeforeItsDeadline;
            var result = await retry;
            if (wasLate && time < Topology.MostTimes)
            {
                // The machine was so busy that the first replica gave the call up, and delivered the message again, before it died.
                continue;
            }

            Assert.Equal("success", result.Reply?.Text);
            Assert.True(result.Last.Elapsed < TimeSpan.FromSeconds(4.8), $"It took {result.Last.Elapsed}.");
            Assert.Empty(Backend.Taken);
            await topology.Redis.ThawAsync();

            await AllAreTakenOnceAsync(topology, [message.MsgId.ToString()!]);
            await Eventually.HoldsAsync(() => topology.WeChat.SentMessages.All.Count == 1, "the user got his reply", Cancelled);
            await first;
            return;
        }
    }

    [Fact]
    public async Task A_message_whose_deadline_passed_without_Redis_is_safe_when_that_is_back()
    {
        await using var topology = await StartAsync();
        await topology.Redis.StopAsync();
        var hung = await HangAsync(topology);

        await topology.Redis.RunAsync(Cancelled);
        await UntilCountedAsync(topology, count => Number(count, "leased") == 1, "it is leased");
        await topology.Replicas[0].Process.KillAsync(Cancelled);
        Backend.ComeBack();

        await AllAreTakenOnceAsync(topology, [hung]);
    }

    private static async Task<bool> IsAwaitedAsync(Topology topology)
    {
        using var connection = await ConnectionMultiplexer.ConnectAsync(topology.Redis.ConnectionString);
        return (long)await connection.GetDatabase().ScriptEvaluateAsync("return #redis.call('KEYS', '*:waiting')") == 1;
    }
}
