using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Deadlines;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Services.Options;
using WxYarpGateway.Transforms.Tests.KeptReplies;
using WxYarpGateway.Transforms.Tests.Pipeline;
using WxYarpGateway.Transforms.Tests.Redelivery;

namespace WxYarpGateway.Transforms.Tests.LateReplies;

public sealed class DeadlineTransformTests : IAsyncDisposable
{
    private static readonly TextReply Hello = new("hello");
    private static readonly TimeSpan OneMillisecond = TimeSpan.FromMilliseconds(1);

    private readonly TestHost _host = new();
    private readonly LateReplySender _lateReplies;
    private readonly KeeperStage _messages = new();
    private readonly DeadlineTransform _transform;
    private readonly TaskCompletionSource<Reply> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DeadlineTransformTests()
    {
        _lateReplies = _host.LateReplySender();
        _transform = Transform(_host.Keeper);
    }

    public async ValueTask DisposeAsync()
    {
        _lateReplies.Dispose();
        _messages.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_that_is_there_at_once_makes_no_timer()
    {
        var clock = new NoTimers();
        using var deadlines = new DeadlineClock(clock, new SchedulingDelay(clock, _host.Meters));
        var transform = new DeadlineTransform(_lateReplies, _host.Keeper, _messages.Keeper, deadlines, _host.Logger<DeadlineTransform>());

        Assert.Same(Hello, await transform.InvokeAsync(Message(), Pushes.Answering(Hello), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_answer_in_time_is_passed_on_and_its_timer_put_away()
    {
        var message = Message();
        var reply = InvokeAsync(message);
        _host.Clock.Advance(TimeSpan.FromSeconds(4.5) - OneMillisecond);
        Assert.False(reply.IsCompleted);

        _answer.SetResult(Hello);

        Assert.Same(Hello, await reply);
        Assert.False(message.IsCutOff);
        Assert.Null(message.Outcome);
        Assert.Equal(0, _lateReplies.Pending.Count);
        await Eventually.HoldsAsync(() => _host.Clock.WaitingTimers == 0, "the timer is put away", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task WeChat_is_told_success_at_the_deadline_and_the_reply_follows()
    {
        var message = Message();
        var reply = InvokeAsync(message);

        _host.Clock.Advance(TimeSpan.FromSeconds(4.5));

        Assert.Same(Reply.Success, await reply);
        Assert.True(message.IsCutOff);
        Assert.Equal(PushOutcome.Late, message.Outcome);
        Assert.Equal(1, _lateReplies.Pending.Count);

        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        _answer.SetResult(Hello);
        await Eventually.HoldsAsync(() => _lateReplies.Pending.Count == 0, "the reply is delivered", TestContext.Current.CancellationToken);
        Assert.Equal(["wxgateway.replies.late service=shop result=delivered"], _host.Metrics.All);
    }

    [Fact]
    public async Task What_gives_up_a_late_message_gives_up_no_other()
    {
        var tokens = new List<CancellationToken>();
        ValueTask<Reply> AtOnce(MessageContext message, CancellationToken cancellationToken)
        {
            tokens.Add(cancellationToken);
            return new(Hello);
        }

        ValueTask<Reply> Late(MessageContext message, CancellationToken cancellationToken)
        {
            tokens.Add(cancellationToken);
            return new(_answer.Task);
        }

        var late = _transform.InvokeAsync(Message(), Late, CancellationToken.None).AsTask();
        _host.Clock.Advance(TimeSpan.FromSeconds(4.5));
        Assert.Same(Reply.Success, await late);
        await _transform.InvokeAsync(Message(), AtOnce, CancellationToken.None);
        await _transform.InvokeAsync(Message(), AtOnce, CancellationToken.None);

        _host.Clock.Advance(BackendTimeout.Longest);

        await Eventually.HoldsAsync(
            () => tokens[0].IsCancellationRequested, "the late message is given up", TestContext.Current.CancellationToken);
        Assert.Equal(tokens[1], tokens[2]);
        Assert.False(tokens[1].IsCancellationRequested);
    }

    [Fact]
    public async Task WeChat_is_told_so_only_when_the_message_is_safe()
    {
        var safe = new TaskCompletionSource();
        _messages.Queue.Answers = safe.Task;
        var message = Acquired();
        var reply = InvokeAsync(message);

        _host.Clock.Advance(TimeSpan.FromSeconds(4.5));
        await Eventually.HoldsAsync(
            () => _messages.Queue.Leased.Count == 1, "the queue is asked for a lease", TestContext.Current.CancellationToken);
        Assert.False(reply.IsCompleted);
        safe.SetResult();

        Assert.Same(Reply.Success, await reply);
    }

    [Theory]
    [InlineData(4500, 4600)]
    [InlineData(4750, 4800)]
    public async Task A_store_that_hangs_costs_WeChat_a_tenth_of_a_second_beyond_the_deadline_but_not_beyond_its_five(
        int deadline, int answered)
    {
        _messages.Queue.Answers = new TaskCompletionSource().Task;
        var reply = InvokeAsync(Acquired(options => options.Reply.Deadline = TimeSpan.FromMilliseconds(deadline)));

        // What is waited for is waited for before the clock goes on: first the backend, then the store, and the late reply.
        _host.Clock.Advance(TimeSpan.FromMilliseconds(deadline));
        await Eventually.HoldsAsync(
            () => _lateReplies.Pending.Count == 1 && _host.Clock.WaitingTimers == 2,
            "the store is waited for",
            TestContext.Current.CancellationToken);
        _host.Clock.Advance(TimeSpan.FromMilliseconds(answered - deadline - 1));
        Assert.False(reply.IsCompleted);
        _host.Clock.Advance(OneMillisecond);

        Assert.Same(Reply.Success, await reply);
    }

    [Fact]
    public async Task The_user_is_asked_to_wait_when_the_store_knows_of_it_so_that_no_question_overtakes_that()
    {
        var recorded = new TaskCompletionSource();
        using var keeper = KeeperOver(new SlowKeptReplies(_host.Kept) { Recording = recorded.Task });
        var message = Message(options => options.Reply.WhenLate = WhenLate.Retries);
        var reply = InvokeAsync(message, Transform(keeper));

        _host.Clock.Advance(TimeSpan.FromSeconds(4.5));
        await Eventually.HoldsAsync(() => _lateReplies.Pending.Count == 1, "the reply is late", TestContext.Current.CancellationToken);
        Assert.False(reply.IsCompleted);
        recorded.SetResult();

        Assert.Equal(new TextReply(message.Service.Reply.WaitText), await reply);
        Assert.True((await _host.Kept.TakeAsync(Conversation.Of(message), 1, TestContext.Current.CancellationToken)).IsAwaited);
    }

    [Theory]
    [InlineData(4500, 4600)]
    [InlineData(4750, 4800)]
    public async Task A_store_that_does_not_record_it_keeps_WeChat_waiting_no_longer_than_a_tenth_of_a_second_or_its_five(
        int deadline, int answered)
    {
        using var keeper = KeeperOver(new SlowKeptReplies(_host.Kept) { Recording = new TaskCompletionSource().Task });
        var message = Message(options =>
        {
            options.Reply.WhenLate = WhenLate.Retries;
            options.Reply.Deadline = TimeSpan.FromMilliseconds(deadline);
        });
        var reply = InvokeAsync(message, Transform(keeper));

        _host.Clock.Advance(TimeSpan.FromMilliseconds(deadline));
        await Eventually.HoldsAsync(
            () => _lateReplies.Pending.Count == 1 && _host.Clock.WaitingTimers == 2,
            "the store is waited for",
            TestContext.Current.CancellationToken);
        _host.Clock.Advance(TimeSpan.FromMilliseconds(answered - deadline - 1));
        Assert.False(reply.IsCompleted);
        _host.Clock.Advance(OneMillisecond);

        Assert.Equal(new TextReply(message.Service.Reply.WaitText), await reply);
    }

    [Fact]
    public async Task The_deadline_counts_from_the_arrival_of_the_push()
    {
        var message = Message(options => options.Reply.Deadline = TimeSpan.FromSeconds(2));
        _host.Clock.Advance(TimeSpan.FromSeconds(1.5));
        var reply = InvokeAsync(message);

        _host.Clock.Advance(TimeSpan.FromSeconds(0.5) - OneMillisecond);
        Assert.False(reply.IsCompleted);
        _host.Clock.Advance(OneMillisecond);

        await Eventually.HoldsAsync(() => reply.IsCompleted, "WeChat is answered", TestContext.Current.CancellationToken);
        Assert.Same(Reply.Success, await reply);
    }

    [Fact]
    public async Task A_push_that_took_too_long_to_arrive_is_answered_at_once()
    {
        var message = Message();
        _host.Clock.Advance(TimeSpan.FromSeconds(10));

        var reply = InvokeAsync(message);

        await Eventually.HoldsAsync(() => reply.IsCompleted, "WeChat is answered", TestContext.Current.CancellationToken);
        Assert.Same(Reply.Success, await reply);
        Assert.True(message.IsCutOff);
    }

    [Fact]
    public async Task A_reply_that_was_decided_to_be_in_time_is_waited_for()
    {
        var message = Message();
        var reply = InvokeAsync(message);
        Assert.True(message.TryAnswerInTime());

        _host.Clock.Advance(TimeSpan.FromSeconds(4.5));
        Assert.False(reply.IsCompleted);
        _answer.SetResult(Hello);

        Assert.Same(Hello, await reply);
        Assert.False(message.IsCutOff);
        Assert.Equal(0, _lateReplies.Pending.Count);
    }

    [Fact]
    public async Task An_answer_at_the_very_deadline_reaches_the_user_once_one_way_or_the_other()
    {
        var counted = 0;
        for (var i = 0; i < 200; i++)
        {
            var message = Message();
            var answer = new TaskCompletionSource<Reply>(TaskCreationOptions.RunContinuationsAsynchronously);
            var reply = _transform.InvokeAsync(message, async (_, _) => await answer.Task, TestContext.Current.CancellationToken).AsTask();

            await Task.WhenAll(
                Task.Run(() => answer.SetResult(Hello), TestContext.Current.CancellationToken),
                Task.Run(() => _host.Clock.Advance(TimeSpan.FromSeconds(4.5)), TestContext.Current.CancellationToken));

            Assert.Equal(message.IsCutOff ? Reply.Success : Hello, await reply);
            await Eventually.HoldsAsync(
                () => _lateReplies.Pending.Count == 0, "no reply is under way", TestContext.Current.CancellationToken);
            Assert.Equal(message.IsCutOff ? ["wxgateway.replies.late service=shop result=delivered"] : [], _host.Metrics.All.Skip(counted));
            counted = _host.Metrics.All.Count;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_transform_that_throws_is_answered_with_success_and_counted_as_failed(bool atOnce)
    {
        var message = Message();

        var reply = await _transform.InvokeAsync(
            message,
            async (_, _) =>
            {
                if (!atOnce)
                {
                    await Task.Yield();
                }

                throw new InvalidOperationException("broken");
            },
            TestContext.Current.CancellationToken);

        Assert.Same(Reply.Success, reply);
        Assert.Equal(PushOutcome.Failed, message.Outcome);
        Assert.StartsWith("Error Broken", Assert.Single(_host.Logs.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transform_that_throws_before_its_first_await_is_no_exception()
    {
        var message = Message();

        var reply = await _transform.InvokeAsync(
            message, (_, _) => throw new InvalidOperationException("broken"), TestContext.Current.CancellationToken);

        Assert.Same(Reply.Success, reply);
        Assert.Equal(PushOutcome.Failed, message.Outcome);
    }

    [Fact]
    public async Task A_transform_that_throws_after_the_deadline_has_nothing_to_send()
    {
        var reply = InvokeAsync(Message());
        _host.Clock.Advance(TimeSpan.FromSeconds(4.5));
        Assert.Same(Reply.Success, await reply);

        _answer.SetException(new InvalidOperationException("broken"));

        await Eventually.HoldsAsync(() => _lateReplies.Pending.Count == 0, "the work has ended", TestContext.Current.CancellationToken);
        Assert.Equal(["wxgateway.replies.late service=shop result=nothing"], _host.Metrics.All);
    }

    [Fact]
    public async Task The_deadline_does_not_cancel_the_work_but_the_five_minutes_do()
    {
        CancellationToken given = default;
        var reply = _transform.InvokeAsync(
            Message(),
            async (_, cancellationToken) =>
            {
                given = cancellationToken;
                await _answer.Task.WaitAsync(cancellationToken);
                return Hello;
            },
            TestContext.Current.CancellationToken).AsTask();

        _host.Clock.Advance(TimeSpan.FromSeconds(4.5));
        Assert.Same(Reply.Success, await reply);
        Assert.False(given.IsCancellationRequested);

        _host.Clock.Advance(BackendTimeout.Longest);
        Assert.True(given.IsCancellationRequested);
        await Eventually.HoldsAsync(() => _lateReplies.Pending.Count == 0, "the work was given up", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_refusal_in_time_passes()
        => Assert.Same(
            RefusedReply.Forged,
            await _transform.InvokeAsync(Message(), Pushes.Answering(RefusedReply.Forged), TestContext.Current.CancellationToken));

    private MessageContext Acquired(Action<ServiceOptions>? configure = null)
    {
        var message = Message(configure);
        MessageKeeping.Of(message).Acquire();
        return message;
    }

    private MessageContext Message(Action<ServiceOptions>? configure = null)
        => Pushes.Converted(TestHost.Service(configure), receivedAt: _host.Clock.GetTimestamp());

    private Task<Reply> InvokeAsync(MessageContext message, DeadlineTransform? transform = null)
        => (transform ?? _transform)
            .InvokeAsync(message, async (_, _) => await _answer.Task, TestContext.Current.CancellationToken)
            .AsTask();

    private DeadlineTransform Transform(ReplyKeeper keeper)
        => new(_lateReplies, keeper, _messages.Keeper, _host.Deadlines, _host.Logger<DeadlineTransform>());

    private ReplyKeeper KeeperOver(IKeptReplies store)
        => new(
            store,
            new MemoryKeptReplies(_host.Clock),
            _host.Ways,
            new KeptReplyMetrics(_host.Meters),
            _host.Deadlines,
            _host.Clock,
            _host.Logger<ReplyKeeper>());

    private sealed class NoTimers : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            => throw new InvalidOperationException("A timer was made.");
    }
}
