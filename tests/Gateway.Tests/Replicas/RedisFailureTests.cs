using System.Globalization;
using StackExchange.Redis;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Replicas;

/// <summary>Two gateways whose Redis is frozen, full, stopped, and comes back empty.</summary>
public sealed class RedisFailureTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(4.8);

    // What the store may add, once, and what a busy machine adds.
    private static readonly TimeSpan Once = TimeSpan.FromMilliseconds(500 + 450);

    private RedisServer _redis = null!;
    private ConnectionMultiplexer _connection = null!;
    private TestRig _rig = null!;
    private RunningGateway _second = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync(Cancelled);
        _connection = await ConnectionMultiplexer.ConnectAsync(_redis.ConnectionString);
        _rig = await TestRig.StartAsync(Cancelled, ("Store:Kind", "Redis"), ("Store:Redis", _redis.ConnectionString));
        _second = await _rig.StartReplicaAsync(Cancelled);
        _rig.Backend.Answers("""{"msg":"hello"}""");
        await UntilSharedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        _connection.Close(allowCommandsToComplete: false);
        _connection.Dispose();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task A_frozen_redis_costs_a_push_half_a_second_once()
    {
        await _redis.FreezeAsync();

        // Ledger, cache of users, and, for the service whose token nobody has asked for yet, the token: three steps that ask the store.
        var result = await _rig.PushAsync(_rig.Gateway, TestRig.Compatible, Message());

        Assert.Equal("hello", result.Reply?["Content"]);
        Assert.InRange(result.Last.Elapsed, TimeSpan.FromMilliseconds(400), Once);
        await _redis.ThawAsync();
        Report("thaw", await UntilSharedAsync());
    }

    [Fact]
    public async Task A_redis_that_freezes_and_thaws_under_load_fails_no_push()
    {
        using var isOver = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PushUntilAsync(isOver.Token)));

        await _redis.FreezeAsync();
        await PushesAsync(3 * 8);
        var frozen = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(number => _rig.PushAsync(number % 2 == 0 ? _rig.Gateway : _second, TestRig.Safe, Message())));
        await _redis.ThawAsync();
        Report("thaw under load", await UntilSharedAsync());
        await isOver.CancelAsync();

        Assert.All(frozen.Concat((await load).SelectMany(results => results)), result =>
        {
            Assert.Equal("hello", result.Reply?["Content"]);
            Assert.True(result.Last.Elapsed < Deadline, $"A push took {result.Last.Elapsed}.");
        });
    }

    [Fact]
    public async Task A_redis_that_stops_and_comes_back_empty_fails_no_push()
    {
        using var isOver = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PushUntilAsync(isOver.Token)));

        await _redis.StopAsync();
        await PushesAsync(3 * 8);
        await _redis.RunAsync(Cancelled);
        Report("restart, empty", await UntilSharedAsync());
        await isOver.CancelAsync();

        Assert.All((await load).SelectMany(results => results), result =>
        {
            Assert.Equal("hello", result.Reply?["Content"]);
            Assert.True(result.Last.Elapsed < Deadline, $"A push took {result.Last.Elapsed}.");
        });
    }

    [Fact]
    public async Task A_redis_that_is_full_fails_no_push_and_what_no_backend_took_is_delivered_again()
    {
        await _redis.FillAsync();
        var calls = _rig.Backend.Calls.Count;
        _rig.Backend.Script = (call, context) => call.Text.Contains("\"broken\"", StringComparison.Ordinal)
            && _rig.Backend.Calls.Count(one => one.Text == call.Text) == 1
                ? ScriptedBackend.WriteAsync(context, "", 500)
                : ScriptedBackend.WriteAsync(context, """{"msg":"hello"}""");

        Assert.Equal("hello", (await _rig.PushAsync(_rig.Gateway, TestRig.Safe, Message())).Reply?["Content"]);
        var broken = PushedMessage.Text("broken").From("oAda");
        Assert.Equal("success", (await _rig.PushAsync(_rig.Gateway, TestRig.Safe, broken)).Reply?.Text);

        var sent = await _rig.WeChat.SentMessages.NextAsync(Cancelled);
        Assert.Equal(("oAda", "hello"), (sent.ToUser, sent.Text));
        Assert.Equal(calls + 3, _rig.Backend.Calls.Count);
        await _redis.MakeRoomAsync();
        Report("full", await UntilSharedAsync());
    }

    [Fact]
    public async Task A_gateway_starts_and_answers_without_redis_and_finds_it_later()
    {
        await _redis.StopAsync();
        var third = await _rig.StartReplicaAsync(Cancelled);

        var result = await _rig.PushAsync(third, TestRig.Safe, Message());

        Assert.Equal("hello", result.Reply?["Content"]);
        Assert.True(result.Last.Elapsed < Deadline, $"The push took {result.Last.Elapsed}.");
        await _redis.RunAsync(Cancelled);
        Report("first found", await UntilSharedAsync(third));
    }

    [Fact]
    public async Task A_retry_that_waits_when_redis_freezes_is_answered_in_time()
    {
        var isReady = new TaskCompletionSource();
        _rig.Backend.Script = async (_, context) =>
        {
            await isReady.Task;
            await ScriptedBackend.WriteAsync(context, """{"msg":"late"}""");
        };
        var before = _rig.Backend.Calls.Count;
        var message = Message();
        var first = _rig.PushAsync(_rig.Gateway, TestRig.Safe, message);
        await Eventually.HoldsAsync(() => _rig.Backend.Calls.Count == before + 1, "the backend was called", Cancelled);
        var retries = Enumerable.Range(0, 3).Select(_ => _rig.PushAsync(_second, TestRig.Safe, message)).ToArray();
        await Eventually.HoldsAsync(() => WaitingAsync(retries.Length), "the retries wait", Cancelled);

        await _redis.FreezeAsync();

        Assert.All(await Task.WhenAll(retries.Append(first)), result =>
        {
            Assert.Equal("success", result.Reply?.Text);
            Assert.True(result.Last.Elapsed < Deadline, $"A push took {result.Last.Elapsed}.");
        });

        // With nobody left to take it over, the late reply is the first delivery's to send, ledger or no ledger.
        isReady.SetResult();
        Assert.Equal("late", (await _rig.WeChat.SentMessages.NextAsync(Cancelled)).Text);
        Assert.Equal(before + 1, _rig.Backend.Calls.Count);
    }

    private static PushedMessage Message()
        => PushedMessage.Text("hi").From("oLoad") with { MsgId = Random.Shared.NextInt64(1, long.MaxValue) };

    private static void Report(string what, TimeSpan time)
        => TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Messages are told apart again by all replicas after: {what}: {time.TotalMilliseconds:0} ms"));

    /// <summary>Pushes until it is over, to both replicas in turn.</summary>
    private async Task<List<PushResult>> PushUntilAsync(CancellationToken isOver)
    {
        var results = new List<PushResult>();
        while (!isOver.IsCancellationRequested)
        {
            results.Add(await _rig.PushAsync(results.Count % 2 == 0 ? _rig.Gateway : _second, TestRig.Safe, Message()));
        }

        return results;
    }

    private Task PushesAsync(int more)
    {
        var before = _rig.Backend.Calls.Count;
        return Eventually.HoldsAsync(() => _rig.Backend.Calls.Count >= before + more, "pushes went on", Cancelled);
    }

    /// <summary>Returns how long it takes until a message that came to one replica is known to the other.</summary>
    private async Task<TimeSpan> UntilSharedAsync(RunningGateway? other = null)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        await Eventually.HoldsAsync(
            async () =>
            {
                // Another account than the load's, so that the calls can be told from it.
                var message = Message();
                await _rig.PushAsync(_rig.Gateway, TestRig.Either, message);
                await _rig.PushAsync(other ?? _second, TestRig.Either, message);
                return _rig.Backend.Calls.Count(call => call.Text.Contains($"\"{message.MsgId}\"", StringComparison.Ordinal)) == 1;
            },
            "both replicas share the ledger",
            Cancelled);
        return TimeProvider.System.GetElapsedTime(startedAt);
    }

    private async Task<bool> WaitingAsync(int deliveries)
    {
        var waiting = await _connection.GetDatabase().ScriptEvaluateAsync(
            "local n = 0 for _, key in ipairs(redis.call('KEYS', '*:waiting')) do n = n + redis.call('ZCARD', key) end return n", null,
                null);
        return (long)waiting == deliveries;
    }
}
