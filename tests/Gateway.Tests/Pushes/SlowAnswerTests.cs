using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.CustomerService;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Pushes;

/// <summary>
/// Answers that take longer than WeChat waits, over two gateways and a real Redis: WeChat delivers again, each time to the other one.
/// </summary>
public sealed class SlowAnswerTests(SharedRedis redis) : IAsyncLifetime
{
    private const string Service = TestRig.Safe;
    private const string User = "oAda";

    // The default of a service, which leaves a busy machine time.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(4.5);

    private readonly HastenedTimeProvider _clock = new();
    private readonly string _prefix = SharedRedis.NewPrefix();
    private readonly TaskCompletionSource<string> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TestRig _rig = null!;
    private RunningGateway _second = null!;
    private PushOutcomes _outcomesOfSecond = null!;
    private int _calls;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _rig = await TestRig.StartAsync(
            _clock,
            Cancelled,
            ("Store:Kind", "Redis"),
            ("Store:Redis", redis.ConnectionString),
            ("Store:KeyPrefix", _prefix),
            ($"Services:{Service}:Reply:WhenLate", "Retries"),
            ($"Services:{Service}:Reply:WaitText", "等一下"),
            ($"Services:{TestRig.Compatible}:Reply:Typing", "true"));
        _second = await _rig.StartReplicaAsync(Cancelled);
        _outcomesOfSecond = new PushOutcomes(_second.Meters);
        _rig.Backend.Script = async (call, context) =>
        {
            Interlocked.Increment(ref _calls);
            await ScriptedBackend.WriteAsync(context, call.Body.AsSpan().IndexOf("now"u8) >= 0 ? """{"msg":"at once"}""" : await _answer.Task);
        };
    }

    public ValueTask DisposeAsync()
    {
        _answer.TrySetResult("{}");
        _outcomesOfSecond.Dispose();
        return _rig.DisposeAsync();
    }

    [Fact]
    public async Task The_user_reads_the_answer_that_comes_while_the_third_delivery_is_open_and_the_backend_is_called_once()
    {
        var third = await PushTwiceInVainAsync("hi");
        _answer.SetResult("""{"msg":"slow"}""");

        var result = await third;

        Assert.Equal("slow", result.Reply?["Content"]);
        Assert.Equal(2, Unanswered);
        Assert.Equal(1, _calls);
        Assert.Empty(_rig.WeChat.SentMessages.All);
    }

    [Fact]
    public async Task The_user_who_was_asked_to_wait_fetches_the_answer_from_the_other_gateway()
    {
        Assert.Equal("等一下", (await PushUntilLateAsync("hi")).Reply?["Content"]);

        // Recorded before the text went out, unless Redis took longer than WeChat waits.
        await Eventually.HoldsAsync(
            async () => (await redis.KeysAsync($"{_prefix}v1:kept:{{{Service}}}:awaited:")).Length == 1,
            "the answer is awaited",
            Cancelled);
        _answer.SetResult("""{"msg":"slow"}""");
        PushResult fetched;
        do
        {
            // As a user does who is asked to wait once more.
            fetched = await PushAsync("1");
        }
        while (fetched.Reply?["Content"] == "等一下");

        Assert.Equal("slow", fetched.Reply?["Content"]);
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task The_next_question_is_answered_with_the_answer_to_the_last_and_its_own_comes_after_that()
    {
        await PushUntilLateAsync("hi");
        _answer.SetResult("""{"msg":"slow"}""");
        await Eventually.HoldsAsync(() => _rig.Results["kept"] == 1, "the answer is kept", Cancelled);

        Assert.Equal("slow", (await PushAsync("now this")).Reply?["Content"]);
        Assert.Equal("at once", (await PushAsync("继续")).Reply?["Content"]);
        Assert.Equal(2, _calls);
        Assert.Equal("at once", (await PushAsync("now again")).Reply?["Content"]);
    }

    [Fact]
    public async Task An_answer_at_once_is_an_answer_at_once()
    {
        var result = await PushAsync("now");

        Assert.Equal("at once", result.Reply?["Content"]);
        Assert.Single(result.Deliveries);
    }

    [Fact]
    public async Task An_account_that_lacks_customer_service_loses_no_answer()
    {
        _rig.Accounts[TestRig.Compatible].Switches.LacksCustomerServiceApi = true;
        var result = await PushLateAsync("hi");
        Assert.Equal("success", result.Reply?.Text);
        _answer.SetResult("""{"msg":"slow"}""");
        await Eventually.HoldsAsync(() => _rig.Results["kept"] == 1, "the answer is kept", Cancelled);

        // Also the other gateway has it, which was refused nothing.
        var fetched = await _rig.PushAsync(TestRig.Compatible, PushedMessage.Text("?").From(User),
            new PushOptions { Url = new Uri(_second.Address, "/" + TestRig.Compatible) });
        Assert.Equal("slow", fetched.Reply?["Content"]);
    }

    [Fact]
    public async Task The_user_sees_that_an_answer_is_being_typed_until_it_comes()
    {
        await PushLateAsync("hi");
        await Eventually.HoldsAsync(() => Typing().Count == 1, "it is shown", Cancelled);
        _answer.SetResult("""{"msg":"slow"}""");

        var sent = await _rig.WeChat.SentMessages.NextAsync(Cancelled);

        Assert.Equal("slow", sent.Text);
        Assert.Equal(["Typing", "CancelTyping"], Typing());
    }

    private long Unanswered => _rig.Outcomes[Service, "Unanswered"] + _outcomesOfSecond[Service, "Unanswered"];

    private List<string> Typing() =>
    [
        .. _rig.WeChat.Chats.Of(TestRig.Compatible, User)
            .Where(step => step.Kind is ChatStepKind.Typing or ChatStepKind.CancelTyping)
            .Select(step => step.Kind.ToString()),
    ];

    private Task<PushResult> PushLateAsync(string text)
        => _rig.PastDeadlineAsync(_rig.PushAsync(TestRig.Compatible, PushedMessage.Text(text).From(User)));

    private Task<PushResult> PushAsync(string text) => _rig.PushAsync(Service, PushedMessage.Text(text).From(User));

    /// <summary>Pushes a message three times; returns the answer to the third delivery, which has to come at the deadline.</summary>
    private async Task<PushResult> PushUntilLateAsync(string text)
    {
        var third = await PushTwiceInVainAsync(text);
        _clock.Advance(Deadline);
        return await third;
    }

    /// <summary>
    /// Delivers a message to the two gateways in turn, as WeChat does: it hangs up on the first two deliveries, once a gateway has each
    /// and the deadline of the first has passed. Returns the third, which waits for the reply.
    /// </summary>
    private async Task<Task<PushResult>> PushTwiceInVainAsync(string text)
    {
        var message = PushedMessage.Text(text).From(User) with { MsgId = Random.Shared.NextInt64(1, long.MaxValue) };
        var (calls, unanswered) = (_calls, Unanswered);
        for (var number = 1; ; number++)
        {
            using var hangsUp = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
            var address = (number % 2 == 1 ? _rig.Gateway : _second).Address;
            var options = new PushOptions { Url = new Uri(address, "/" + Service), MaxDeliveries = 1 };
            var delivery = _rig.WeChat.PushAsync(Service, message, options, number < 3 ? hangsUp.Token : Cancelled);
            await (number == 1
                ? Eventually.HoldsAsync(() => _calls > calls, "the backend was called", Cancelled)
                : Eventually.HoldsAsync(() => WaitsAsync(), "the delivery waits for the reply", Cancelled));
            if (number == 3)
            {
                return delivery;
            }

            if (number == 1)
            {
                _clock.Advance(Deadline);
            }

            await hangsUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery);
            await Eventually.HoldsAsync(() => Unanswered == unanswered + number, "the delivery was left unanswered", Cancelled);
        }
    }

    /// <summary>Returns whether a delivery waits for the reply to another.</summary>
    private async Task<bool> WaitsAsync()
        => (await redis.KeysAsync($"{_prefix}v1:message:")).Any(key => key.EndsWith(":waiting", StringComparison.Ordinal));
}
