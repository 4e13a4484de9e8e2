using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Replicas;

/// <summary>Answers that take longer than WeChat waits, with real processes, when one of them is killed or Redis is away.</summary>
public sealed class SlowAnswerTests
{
    private readonly TaskCompletionSource _isReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_delivery_takes_a_message_over_whose_gateway_was_killed()
    {
        await using var topology = await StartAsync();
        var push = PushAsync(topology, "hi");
        await Eventually.HoldsAsync(() => _calls == 1, "the backend was called", Cancelled);

        await topology.Replicas[0].Process.KillAsync(Cancelled);
        await Eventually.HoldsAsync(() => _calls == 2, "the backend was called again", Cancelled);
        _isReady.SetResult();
        var result = await push;

        Assert.Equal("slow", result.Reply?["Content"]);
        Assert.Equal(2, _calls);
        Assert.Null(result.ErrorShown);
    }

    [Fact]
    public async Task An_answer_that_the_user_waits_for_is_fetched_though_its_gateway_was_killed()
    {
        await using var topology = await StartAsync();
        var result = await PushAsync(topology, "hi");
        Assert.Equal("等一下", result.Reply?["Content"]);
        Assert.Equal(1, _calls);

        await topology.Replicas[0].Process.KillAsync(Cancelled);
        await Eventually.HoldsAsync(() => _calls == 2, "the message is delivered by the other gateway", Cancelled);
        _isReady.SetResult();

        var fetched = await FetchAsync(topology, topology.Replicas[1]);
        Assert.Equal("slow", fetched.Reply?["Content"]);
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task Without_Redis_the_user_is_asked_to_wait_at_once_and_has_the_answer_before_and_after_it_is_back()
    {
        await using var topology = await StartAsync();
        await topology.Redis.StopAsync();
        var first = await PushAsync(topology, "hi");
        var second = await PushAsync(topology, "and this");
        Assert.Equal("等一下", first.Reply?["Content"]);
        Assert.Equal("等一下", second.Reply?["Content"]);
        Assert.True(first.AnsweredDelivery < 3 && second.AnsweredDelivery < 3);

        _isReady.SetResult();
        Assert.Equal("slow", (await FetchAsync(topology, topology.Replicas[0])).Reply?["Content"]);

        await topology.Redis.RunAsync(Cancelled);
        Assert.Equal("slow", (await FetchAsync(topology, topology.Replicas[1])).Reply?["Content"]);
    }

    private async Task<Topology> StartAsync()
    {
        var topology = await Topology.StartAsync(replicas: 2, Cancelled, reply: """{ "WhenLate": "Retries", "WaitText": "等一下" }""");
        topology.Backend.Script = async (call, context) =>
        {
            if (call.Text.Contains("继续", StringComparison.Ordinal))
            {
                // A fetch that came too early; it is made again.
                return;
            }

            Interlocked.Increment(ref _calls);
            await _isReady.Task.WaitAsync(context.RequestAborted);
            await ScriptedBackend.WriteAsync(context, """{"msg":"slow"}""");
        };
        return topology;
    }

    private static Task<PushResult> PushAsync(Topology topology, string text) => topology.PushAsync(
        topology.Replicas[0].Address,
        PushedMessage.Text(text).From(Topology.User),
        new PushOptions { UrlOfEachDelivery = [.. topology.Replicas.Select(replica => new Uri(replica.Address, "/" + Topology.Shop))] });

    private static async Task<PushResult> FetchAsync(Topology topology, Replica replica)
    {
        PushResult? result = null;
        await Eventually.HoldsAsync(
            async () => (result = await topology.PushAsync(replica.Address, PushedMessage.Text("继续").From(Topology.User))).Reply?[
                "Content"] == "slow",
            "the user fetches the answer",
            Cancelled,
            TimeSpan.FromSeconds(60));
        return result!;
    }
}
