using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Metrics;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Replicas;

/// <summary>Two gateways over one Redis: to WeChat and to the backend they are one.</summary>
public sealed class ReplicaTests(SharedRedis redis) : IAsyncLifetime
{
    private readonly string _prefix = SharedRedis.NewPrefix();
    private TestRig _rig = null!;
    private RunningGateway _second = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _rig = await TestRig.StartAsync(
            new HastenedTimeProvider(),
            Cancelled,
            ("Store:Kind", "Redis"),
            ("Store:Redis", redis.ConnectionString),
            ("Store:KeyPrefix", _prefix));
        _second = await _rig.StartReplicaAsync(Cancelled);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(TestRig.Plain)]
    [InlineData(TestRig.Safe)]
    [InlineData(TestRig.Json)]
    public async Task A_retry_to_the_other_replica_while_the_first_waits_is_one_backend_call_and_the_same_reply(string appId)
    {
        var isReady = new TaskCompletionSource();
        _rig.Backend.Script = async (_, context) =>
        {
            await isReady.Task;
            await ScriptedBackend.WriteAsync(context, """{"type":"news","articles":[{"title":"once","desc":"中","picUrl":"p","url":"u"}]}""");
        };
        var message = Message();

        var first = _rig.PushAsync(_rig.Gateway, appId, message);
        await Eventually.HoldsAsync(() => _rig.Backend.Calls.Count == 1, "the backend was called", Cancelled);
        var second = _rig.PushAsync(_second, appId, message);
        await UntilWaitingAsync();
        isReady.SetResult();

        Assert.True((await first).IsAnswered, (await first).Last.Problem);
        Assert.NotEqual("success", (await first).Reply?.Text);
        Assert.Equal((await first).Reply?["Articles"], (await second).Reply?["Articles"]);
        Assert.True((await second).IsAnswered, (await second).Last.Problem);
        Assert.NotEqual("success", (await second).Reply?.Text);
        Assert.Single(_rig.Backend.Calls);
    }

    [Fact]
    public async Task A_message_that_one_replica_answered_is_answered_again_by_the_other()
    {
        _rig.Backend.Answers("""{"msg":"once"}""");
        var message = Message();

        var first = await _rig.PushAsync(_rig.Gateway, TestRig.Safe, message);
        var second = await _rig.PushAsync(_second, TestRig.Safe, message);

        Assert.Equal("once", first.Reply?["Content"]);
        Assert.Equal("once", second.Reply?["Content"]);
        Assert.Single(_rig.Backend.Calls);
    }

    [Fact]
    public async Task A_crowd_of_deliveries_to_both_is_one_backend_call()
    {
        _rig.Backend.Script = async (_, context) =>
        {
            await Eventually.HoldsAsync(async () => (await redis.KeysAsync(_prefix + "v1:message:")).Any(
                key => key.EndsWith(":waiting", StringComparison.Ordinal)), "one waits", Cancelled);
            await ScriptedBackend.WriteAsync(context, """{"msg":"once"}""");
        };
        var message = Message();

        var results = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(number => _rig.PushAsync(number % 2 == 0 ? _rig.Gateway : _second, TestRig.Safe, message)));

        Assert.All(results, result => Assert.Equal("once", result.Reply?["Content"]));
        Assert.Single(_rig.Backend.Calls);
    }

    [Fact]
    public async Task A_late_reply_is_handed_over_to_a_retry_at_the_other_replica()
    {
        var isReady = new TaskCompletionSource();
        _rig.Backend.Script = async (_, context) =>
        {
            await isReady.Task;
            await ScriptedBackend.WriteAsync(context, """{"msg":"late"}""");
        };
        var message = Message();

        var first = await _rig.PastDeadlineAsync(_rig.PushAsync(_rig.Gateway, TestRig.Either, message));
        var second = _rig.PushAsync(_second, TestRig.Either, message);
        await UntilWaitingAsync();
        isReady.SetResult();

        Assert.Equal("success", first.Reply?.Text);
        Assert.Equal("late", (await second).Reply?["Content"]);
        await Eventually.HoldsAsync(() => _rig.Results["handed_over"] == 1, "the late reply was handed over", Cancelled);
        Assert.Empty(_rig.WeChat.SentMessages.All);
        Assert.Single(_rig.Backend.Calls);
    }

    [Fact]
    public async Task A_reply_that_is_late_for_both_is_sent_once()
    {
        using var atFirst = new CollectedMetrics(_rig.Gateway.Meters);
        using var atSecond = new CollectedMetrics(_second.Meters);
        var isReady = new TaskCompletionSource();
        _rig.Backend.Script = async (_, context) =>
        {
            await isReady.Task;
            await ScriptedBackend.WriteAsync(context, """{"msg":"late"}""");
        };
        var message = Message();

        var pushes = Task.WhenAll(
            _rig.PushAsync(_rig.Gateway, TestRig.Compatible, message), _rig.PushAsync(_second, TestRig.Compatible, message));
        await UntilWaitingAsync();
        var results = await _rig.PastDeadlineAsync(pushes);

        // A retry that was answered at the deadline has not yet stopped waiting, and would still take the reply.
        await Eventually.HoldsAsync(
            () => atFirst.All.Concat(atSecond.All).Contains(
                $"wxgateway.deduplication.retries service={TestRig.Compatible} result=too_late"),
            "the retry has stopped waiting",
            Cancelled);
        isReady.SetResult();
        var sent = await _rig.WeChat.SentMessages.NextAsync(Cancelled);
        var after = await _rig.PushAsync(_second, TestRig.Compatible, message);

        Assert.All(results, result => Assert.Equal("success", result.Reply?.Text));
        Assert.Equal("late", sent.Text);
        Assert.Equal("success", after.Reply?.Text);
        Assert.Single(_rig.WeChat.SentMessages.All);
        Assert.Single(_rig.Backend.Calls);
    }

    [Fact]
    public async Task Two_services_with_the_same_user_and_message_id_never_share_a_reply()
    {
        _rig.Backend.Script = (call, context) => ScriptedBackend.WriteAsync(context, $$"""{"msg":"for {{call.Headers["X-WeChat-Service"]}}"}""");
        var message = Message().From("oSame");

        var safe = await _rig.PushAsync(_rig.Gateway, TestRig.Safe, message);
        var either = await _rig.PushAsync(_second, TestRig.Either, message);

        Assert.Equal("for " + TestRig.Safe, safe.Reply?["Content"]);
        Assert.Equal("for " + TestRig.Either, either.Reply?["Content"]);
    }

    [Fact]
    public async Task A_plaintext_signature_that_came_to_one_replica_is_refused_with_another_body_at_the_other()
    {
        var (timestamp, nonce) = (DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            Guid.NewGuid().ToString("N"));
        var options = new PushOptions { Timestamp = timestamp, Nonce = nonce, MaxDeliveries = 1 };

        await _rig.PushAsync(TestRig.Plain, Message(), options);
        var forged = await _rig.PushAsync(TestRig.Plain, Message(), options with { Url = new Uri(_second.Address, "/" + TestRig.Plain) });

        Assert.Equal(403, forged.Last.Status);
        Assert.Single(_rig.Backend.Calls);
    }

    [Fact]
    public async Task Both_share_one_token_and_one_look_up_of_a_user_and_no_key_tells_who_that_is()
    {
        _rig.WeChat.AddUser(TestRig.Safe, new() { OpenId = "oShared" });
        _rig.Backend.Answers("""{"msg":"hello"}""");

        await _rig.PushAsync(_rig.Gateway, TestRig.Safe, Message().From("oShared"));
        await Eventually.HoldsAsync(
            async () => (await redis.KeysAsync(_prefix + "v1:cache:")).Length == 1, "the user was remembered", Cancelled);
        await _rig.PushAsync(_second, TestRig.Safe, Message().From("oShared"));

        Assert.All(_rig.Backend.Calls, call
            => Assert.Equal("oShared", call.Json.GetProperty("userInfo").GetProperty("openid").GetString()));
        Assert.Equal(1, _rig.WeChat.Calls.Count("/cgi-bin/user/info", TestRig.Safe));
        Assert.Equal(1, _rig.WeChat.Calls.TokenRequests(TestRig.Safe));
        Assert.DoesNotContain(await redis.KeysAsync(_prefix), key => key.Contains("oShared", StringComparison.Ordinal)
            || key.Contains("secret", StringComparison.Ordinal));
    }

    private static PushedMessage Message() => PushedMessage.Text("hi") with { MsgId = Random.Shared.NextInt64(1, long.MaxValue) };

    private Task UntilWaitingAsync() => Eventually.HoldsAsync(
        async () => (await redis.KeysAsync(_prefix + "v1:message:")).Any(key => key.EndsWith(":waiting", StringComparison.Ordinal)),
            "a retry waits", Cancelled);
}
