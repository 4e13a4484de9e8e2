using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Metrics;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Pushes;

/// <summary>One backend call per message, however often WeChat delivers it.</summary>
public sealed class RetryTests : IAsyncLifetime
{
    private TestRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await TestRig.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(TestRig.Plain, false)]
    [InlineData(TestRig.Safe, false)]
    [InlineData(TestRig.Plain, true)]
    [InlineData(TestRig.Safe, true)]
    [InlineData(TestRig.Json, true)]
    public async Task A_retry_waits_for_the_first_and_gets_its_reply(string appId, bool signsEach)
    {
        _rig.Backend.Script = async (_, context) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1.5), context.RequestAborted);
            await ScriptedBackend.WriteAsync(context, """{"msg":"once"}""");
        };

        // WeChat hangs up after a second each time: the second delivery is there when the answer comes, on a busy machine a later one.
        var result = await _rig.PushAsync(appId, PushedMessage.Text("hi"),
            new PushOptions { Timeout = TimeSpan.FromSeconds(1), SignsEachDelivery = signsEach, MaxDeliveries = 10 });

        Assert.True(result.Deliveries.Count > 1);
        Assert.Equal("once", result.Reply?["Content"]);
        Assert.Single(_rig.Backend.Calls);
        Assert.Empty(_rig.WeChat.SentMessages.All);
    }

    [Fact]
    public async Task A_message_that_was_answered_is_answered_again_without_the_backend()
    {
        _rig.Backend.Answers("""{"msg":"once"}""");
        var message = PushedMessage.Text("hi") with { MsgId = 7_000_000_000_000_000_001 };

        var first = await _rig.PushAsync(TestRig.Safe, message);
        var second = await _rig.PushAsync(TestRig.Safe, message);

        Assert.Equal("once", first.Reply?["Content"]);
        Assert.Equal("once", second.Reply?["Content"]);
        Assert.Single(_rig.Backend.Calls);
        Assert.Equal(1, _rig.Outcomes[TestRig.Safe, "Replied"]);
        Assert.Equal(1, _rig.Outcomes[TestRig.Safe, "Retry"]);
    }

    [Fact]
    public async Task A_reply_that_is_late_for_all_is_sent_once()
    {
        await using var rig = await TestRig.StartAsync(
            TestContext.Current.CancellationToken, ($"Services:{TestRig.Safe}:Reply:Deadline", "00:00:00.500"));
        using var metrics = new CollectedMetrics(rig.Gateway.Meters);
        var isReady = new TaskCompletionSource();
        rig.Backend.Script = async (_, context) =>
        {
            await isReady.Task;
            await ScriptedBackend.WriteAsync(context, """{"msg":"late"}""");
        };
        var message = PushedMessage.Text("hi") with { MsgId = 7_000_000_000_000_000_002 };

        var replies = await Task.WhenAll(
            rig.PushAsync(TestRig.Safe, message), rig.PushAsync(TestRig.Safe, message), rig.PushAsync(TestRig.Safe, message));

        // On a busy machine a retry is answered before it has stopped waiting, and would still take the reply.
        await Eventually.HoldsAsync(
            () => metrics.All.Count(count => count == $"wxgateway.deduplication.retries service={TestRig.Safe} result=too_late") == 2,
            "both retries have stopped waiting",
            TestContext.Current.CancellationToken);
        isReady.SetResult();
        await rig.WeChat.SentMessages.NextAsync(TestContext.Current.CancellationToken);
        var after = await rig.PushAsync(TestRig.Safe, message);

        Assert.All(replies, reply => Assert.Equal("success", reply.Reply?.Text));
        Assert.Equal("success", after.Reply?.Text);
        Assert.Single(rig.Backend.Calls);
        Assert.Single(rig.WeChat.SentMessages.All);
    }

    [Fact]
    public async Task A_crowd_of_deliveries_is_one_backend_call()
    {
        _rig.Backend.Script = async (_, context) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300), context.RequestAborted);
            await ScriptedBackend.WriteAsync(context, """{"msg":"once"}""");
        };
        var message = PushedMessage.Text("hi") with { MsgId = 7_000_000_000_000_000_003 };

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _rig.PushAsync(TestRig.Safe, message)));

        Assert.All(results, result => Assert.Equal("once", result.Reply?["Content"]));
        Assert.Single(_rig.Backend.Calls);
        Assert.Equal(50, _rig.Outcomes.Of(TestRig.Safe));
    }

    [Fact]
    public async Task Events_are_told_apart_by_what_they_say()
    {
        var now = DateTimeOffset.UtcNow;
        var first = PushedMessage.Event("TEMPLATESENDJOBFINISH").With("MsgID", "1") with { CreatedAt = now };
        var second = PushedMessage.Event("TEMPLATESENDJOBFINISH").With("MsgID", "2") with { CreatedAt = now };

        await _rig.PushAsync(TestRig.Safe, first);
        await _rig.PushAsync(TestRig.Safe, second);
        await _rig.PushAsync(TestRig.Safe, first);

        Assert.Equal(2, _rig.Backend.Calls.Count);
    }

    [Fact]
    public async Task Two_services_with_the_same_user_and_message_id_never_share_a_reply()
    {
        _rig.Backend.Script = (call, context) => ScriptedBackend.WriteAsync(context, $$"""{"msg":"for {{call.Headers["X-WeChat-Service"]}}"}""");
        var message = PushedMessage.Text("hi").From("oSame") with { MsgId = 7_000_000_000_000_000_004 };

        var safe = await _rig.PushAsync(TestRig.Safe, message);
        var either = await _rig.PushAsync(TestRig.Either, message);

        Assert.Equal("for " + TestRig.Safe, safe.Reply?["Content"]);
        Assert.Equal("for " + TestRig.Either, either.Reply?["Content"]);
    }
}
