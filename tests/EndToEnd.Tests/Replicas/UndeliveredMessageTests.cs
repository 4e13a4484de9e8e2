using System.Text.Json;
using StackExchange.Redis;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Replicas;

/// <summary>
/// Messages that no backend took, with real processes and a real Redis: none is lost, and none comes twice, whatever is killed.
/// </summary>
public sealed class UndeliveredMessageTests
{
    private ReturningBackend _backend = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_replica_loses_neither_what_failed_nor_what_it_leased_at_the_deadline()
    {
        await using var topology = await StartAsync();
        var failed = await PushAllAsync(topology, 6);
        var hung = await HangAsync(topology);

        await topology.Replicas[0].Process.KillAsync(Cancelled);
        _backend.ComeBack();

        await AllAreTakenOnceAsync(topology, [.. failed, hung]);
        await Eventually.HoldsAsync(() => topology.WeChat.SentMessages.All.Count == 7, "all got their replies", Cancelled);
    }

    [Fact]
    public async Task A_replica_told_to_stop_hands_over_what_it_leased_at_once()
    {
        await using var topology = await StartAsync();
        var hung = await HangAsync(topology);

        await topology.Replicas[0].Process.SignalAsync("TERM", Cancelled);
        _backend.ComeBack();
        await topology.Replicas[0].Process.ExitAsync(Cancelled);
        var exited = TimeProvider.System.GetTimestamp();

        await AllAreTakenOnceAsync(topology, [hung]);
        Assert.InRange(TimeProvider.System.GetElapsedTime(exited), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(0, topology.Replicas[0].Process.ExitCode);
    }

    [Fact]
    public async Task A_restart_of_Redis_loses_neither_what_it_has_nor_what_fails_meanwhile()
    {
        await using var topology = await StartAsync();
        var before = await PushAllAsync(topology, 4);
        await topology.Redis.StopAsync();
        var meanwhile = await PushAllAsync(topology, 4);

        await topology.Redis.RunAsync(Cancelled);
        _backend.ComeBack();

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
        _backend.ComeBack();
        await topology.Replicas[0].Process.KillAsync(Cancelled);

        await AllAreTakenOnceAsync(topology, [.. waiting, hung]);
    }

    [Fact]
    public async Task A_message_survives_its_replica_when_Redis_freezes_before_the_death_of_that_is_known()
    {
        await using var topology = await StartAsync();
        var message = NewMessage(ReturningBackend.Hang);
        var first = topology.PushAsync(topology.Replicas[0].Address, message);
        await Eventually.HoldsAsync(() => _backend.HasHung(message.MsgId.ToString()!), "the backend was called", Cancelled);
        var retry = topology.PushAsync(topology.Replicas[1].Address, message);
        await Eventually.HoldsAsync(() => IsAwaitedAsync(topology), "the retry waits for the first", Cancelled);

        _backend.ComeBack();
        await topology.Redis.FreezeAsync();
        await topology.Replicas[0].Process.KillAsync(Cancelled);
        var result = await retry;
        Assert.Equal("success", result.Reply?.Text);
        Assert.True(result.Last.Elapsed < TimeSpan.FromSeconds(4.8), $"It took {result.Last.Elapsed}.");
        Assert.Empty(_backend.Taken);
        await topology.Redis.ThawAsync();

        await AllAreTakenOnceAsync(topology, [message.MsgId.ToString()!]);
        await Eventually.HoldsAsync(() => topology.WeChat.SentMessages.All.Count == 1, "the user got his reply", Cancelled);
        await first;
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
        _backend.ComeBack();

        await AllAreTakenOnceAsync(topology, [hung]);
    }

    private static async Task<bool> IsAwaitedAsync(Topology topology)
    {
        using var connection = await ConnectionMultiplexer.ConnectAsync(topology.Redis.ConnectionString);
        return (long)await connection.GetDatabase().ScriptEvaluateAsync("return #redis.call('KEYS', '*:waiting')") == 1;
    }

    private async Task<Topology> StartAsync()
    {
        var topology = await Topology.StartAsync(2, Cancelled, durableRedis: true);
        _backend = new ReturningBackend(topology.Backend);
        return topology;
    }

    private static async Task<List<string>> PushAllAsync(Topology topology, int number)
    {
        var ids = new List<string>();
        for (var i = 0; i < number; i++)
        {
            ids.Add(await PushAsync(topology, i % 2, $"fails {i}"));
        }

        return ids;
    }

    private async Task<string> HangAsync(Topology topology)
    {
        var id = await PushAsync(topology, 0, ReturningBackend.Hang);
        Assert.True(_backend.HasHung(id));
        return id;
    }

    private static async Task<string> PushAsync(Topology topology, int replica, string text)
    {
        var message = NewMessage(text);
        var result = await topology.PushAsync(topology.Replicas[replica].Address, message);
        Assert.Equal("success", result.Reply?.Text);
        Assert.True(result.Last.Elapsed < TimeSpan.FromSeconds(4.8), $"It took {result.Last.Elapsed}.");
        return message.MsgId.ToString()!;
    }

    private static PushedMessage NewMessage(string text)
        => PushedMessage.Text(text).From(Topology.User) with { MsgId = Random.Shared.NextInt64(1L << 54, long.MaxValue) };

    /// <summary>Waits until the backend took all and nothing is kept that could come twice.</summary>
    private async Task AllAreTakenOnceAsync(Topology topology, string[] ids)
    {
        await _backend.TakesOnceAsync(ids, timeout: null, Cancelled);
        await UntilCountedAsync(topology, count => count == """{"waiting":0,"leased":0,"dead":0,"oldest":null}""", "nothing was kept any more");
        Assert.Equal(ids.Order(), _backend.Taken.Order());
    }

    private static int Number(string count, string of) => JsonDocument.Parse(count).RootElement.GetProperty(of).GetInt32();

    private static async Task UntilCountedAsync(Topology topology, Func<string, bool> isThat, string what)
    {
        using var client = new HttpClient();
        var count = new Uri(topology.Replicas[1].InternalAddress, $"/redelivery/{Topology.Shop}");
        await Eventually.HoldsAsync(async () => await client.GetAsync(count, Cancelled) is { IsSuccessStatusCode: true } answer
            && isThat(await answer.Content.ReadAsStringAsync(Cancelled)), what, Cancelled);
    }
}
