using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Deduplication.Seen;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Tests.Pipeline;
using WxYarpGateway.Transforms.Tests.Redelivery;
using WxYarpGateway.Transforms.Tests.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Tests.Deduplication;

public sealed class DeduplicationTransformTests : IAsyncDisposable
{
    private static readonly TextReply Hello = new("hello");
    private static readonly string First = "1" + new string('好', 600);
    private static readonly string Second = "2" + new string('好', 600);

    private readonly TestHost _host = new();
    private readonly FakeTimeProvider _clock;
    private readonly KeeperStage _messages = new();
    private readonly LateReplySender _lateReplies;
    private readonly DeduplicationTransform _transform;
    private TaskCompletionSource<Reply> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    public DeduplicationTransformTests()
    {
        _clock = _host.Clock;
        _lateReplies = _host.LateReplySender();
        _transform = Transform(new MemoryLedger(_clock));
    }

    public async ValueTask DisposeAsync()
    {
        _messages.Dispose();
        _lateReplies.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_hundred_deliveries_at_once_reach_the_backend_once_and_get_the_same_reply()
    {
        var deliveries = Enumerable.Range(0, 100).Select(_ => Delivery()).ToArray();
        var replies = deliveries.Select(
            delivery => Task.Run(() => DeliverAsync(delivery), TestContext.Current.CancellationToken)).ToArray();
        await Eventually.HoldsAsync(() => _clock.WaitingTimers == 99, "99 deliveries wait", TestContext.Current.CancellationToken);

        _answer.SetResult(Hello);

        Assert.All(await Task.WhenAll(replies), reply => Assert.Equal(Hello, reply));
        Assert.Equal(1, _calls);
        Assert.Equal(99, deliveries.Count(delivery => delivery.Outcome == PushOutcome.Retry));
        Assert.DoesNotContain(deliveries, delivery => delivery.IsHandedOver);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_ledger_that_throws_costs_no_message_and_no_reply(bool acquiringThrows, bool settlingThrows)
    {
        var ledger = new FailingLedger { AcquiringThrows = acquiringThrows, SettlingThrows = settlingThrows };
        var transform = Transform(ledger);

        var reply = await transform.InvokeAsync(Delivery(), Pushes.Answering(Hello), TestContext.Current.CancellationToken);

        Assert.Same(Hello, reply);
    }

    [Fact]
    public async Task A_retry_whose_ledger_throws_says_success()
    {
        var transform = Transform(new FailingLedger { Result = AcquireResult.Retry });

        Assert.Same(Reply.Success, await transform.InvokeAsync(Delivery(), Pushes.Answering(Hello), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_WeChat_does_not_take_passively_follows_once_the_rest_has_left(bool isLedgerAway)
    {
        var transform = Transform(isLedgerAway ? new FailingLedger { AcquiringThrows = true } : new MemoryLedger(_clock));
        var message = Delivery(service: Speaking(ServiceKind.OfficialAccount));

        var reply = await transform.InvokeAsync(
            message, Pushes.Answering(new TextReply($"{First}\n\n{Second}")), TestContext.Current.CancellationToken);

        Assert.Equal(new TextReply(First), reply);
        Assert.Equal(1, _lateReplies.Pending.Count);
        Assert.Empty(_host.WeChat.Calls);
        message.GetState<ResponseEnd>()!.SetResult();
        Assert.Equal(Second, await SentAsync());
    }

    [Fact]
    public async Task A_reply_that_goes_whole_leaves_nothing_behind_to_wait_for_the_response()
    {
        var message = Delivery(service: Speaking(ServiceKind.OfficialAccount));

        await _transform.InvokeAsync(message, Pushes.Answering(Hello), TestContext.Current.CancellationToken);

        Assert.Null(message.GetState<ResponseEnd>());
        Assert.Equal(0, _lateReplies.Pending.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_retry_repeats_what_was_passive_and_sends_nothing(bool isMiniProgram)
    {
        var service = Speaking(isMiniProgram ? ServiceKind.MiniProgram : ServiceKind.OfficialAccount);
        var said = isMiniProgram ? Hello : new TextReply($"{First}\n\n{Second}");
        var passive = isMiniProgram ? Reply.Success : new TextReply(First);

        var first = await _transform.InvokeAsync(Delivery(service: service), Pushes.Answering(said), TestContext.Current.CancellationToken);
        var second = await _transform.InvokeAsync(
            Delivery(service: service), Pushes.Answering(said), TestContext.Current.CancellationToken);

        Assert.Equal(passive, first);
        Assert.Equal(passive, second);
        Assert.Equal(1, _lateReplies.Pending.Count);
    }

    [Fact]
    public async Task A_late_reply_goes_whole_by_late_delivery()
    {
        var late = Delivery(service: Speaking(ServiceKind.MiniProgram));
        var first = DeliverAsync(late);
        Assert.True(late.TryCutOff());

        _answer.SetResult(Hello);

        Assert.Same(Hello, await first);
        Assert.False(late.IsHandedOver);
        Assert.Equal(0, _lateReplies.Pending.Count);
    }

    [Fact]
    public async Task What_follows_a_late_reply_that_a_waiting_retry_took_is_the_first_deliverys_to_send()
    {
        var service = Speaking(ServiceKind.OfficialAccount);
        var late = Delivery(service: service);
        var first = DeliverAsync(late);
        Assert.True(late.TryCutOff());
        var retry = DeliverAsync(Delivery(service: service));

        _answer.SetResult(new TextReply($"{First}\n\n{Second}"));

        Assert.Equal(new TextReply(First), await retry);
        await first;
        Assert.True(late.IsHandedOver);
        Assert.Equal(1, _lateReplies.Pending.Count);
        Assert.Empty(_host.WeChat.Calls);
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(Second, await SentAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WeChat_comes_again_for_what_no_backend_took_and_the_next_delivery_reaches_it(bool isWaiting)
    {
        var first = DeliverAsync(Delivery());
        var second = isWaiting ? DeliverAsync(Delivery()) : null;
        var taken = new TaskCompletionSource<Reply>();
        (var failing, _answer) = (_answer, taken);

        failing.SetResult(RetryReply.Instance);

        Assert.IsType<RetryReply>(await first);
        second ??= DeliverAsync(Delivery());
        taken.SetResult(Hello);
        Assert.Same(Hello, await second);
        Assert.Equal(2, _calls);
        Assert.Equal(Hello, await DeliverAsync(Delivery()));
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task A_way_that_breaks_off_gives_back_what_WeChat_wants_an_answer_to_and_settles_all_else()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => BreakOffAsync(Delivery("1")));
        Assert.Same(Reply.Success, await DeliverAsync(Delivery("1")));

        await Assert.ThrowsAsync<InvalidOperationException>(() => BreakOffAsync(WantingAnswer()));
        _answer.SetResult(Hello);
        Assert.Equal(Hello, await DeliverAsync(WantingAnswer()));
        Assert.Equal(1, _calls);

        Task<Reply> BreakOffAsync(MessageContext message)
            => _transform.InvokeAsync(
                message, (_, _) => throw new InvalidOperationException("broken"), TestContext.Current.CancellationToken).AsTask();
    }

    [Fact]
    public async Task What_comes_too_late_for_WeChat_is_there_when_it_comes_again()
    {
        var late = WantingAnswer();
        var first = DeliverAsync(late);
        Assert.True(late.TryCutOff());

        _answer.SetResult(Hello);

        await first;
        Assert.True(late.IsHandedOver);
        Assert.Equal(Hello, await DeliverAsync(WantingAnswer()));
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task A_retry_of_what_WeChat_wants_an_answer_to_never_says_success_for_want_of_one()
    {
        var transform = Transform(new FailingLedger { Result = AcquireResult.Retry });

        Assert.IsType<RetryReply>(
            await transform.InvokeAsync(WantingAnswer(), Pushes.Answering(Hello), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_ledger_that_cannot_give_back_a_message_does_not_keep_WeChat_waiting()
    {
        var transform = Transform(new FailingLedger { SettlingThrows = true });

        Assert.IsType<RetryReply>(
            await transform.InvokeAsync(WantingAnswer(), Pushes.Answering(RetryReply.Instance), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Different_messages_do_not_wait_for_each_other()
    {
        _answer.SetResult(Hello);

        await DeliverAsync(Delivery("1"));
        await DeliverAsync(Delivery("2"));

        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task A_retry_after_the_reply_gets_it_too()
    {
        _answer.SetResult(Hello);
        await DeliverAsync(Delivery());
        _clock.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(Hello, await DeliverAsync(Delivery()));
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task A_retry_waits_until_just_before_its_own_deadline_and_then_says_success()
    {
        var first = DeliverAsync(Delivery());
        _clock.Advance(TimeSpan.FromSeconds(2));
        var delivery = Delivery();
        _clock.Advance(TimeSpan.FromSeconds(1));
        var retry = DeliverAsync(delivery);

        _clock.Advance(TimeSpan.FromSeconds(3.449));
        Assert.False(retry.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.001));

        Assert.Same(Reply.Success, await retry);
        Assert.Equal(PushOutcome.Retry, delivery.Outcome);
        Assert.False(delivery.IsCutOff);
        Assert.False(first.IsCompleted);
    }

    [Fact]
    public async Task A_reply_that_a_retry_took_over_is_sent_late_should_its_deadline_pass_just_then()
    {
        _ = DeliverAsync(Delivery());
        var message = Delivery();
        var retry = DeliverAsync(message);

        Assert.True(message.TryCutOff());
        _answer.SetResult(Hello);

        Assert.Same(Hello, await retry);
        Assert.False(message.IsHandedOver);
    }

    [Fact]
    public async Task A_late_reply_is_handed_over_to_a_waiting_retry()
    {
        var late = Delivery();
        var first = DeliverAsync(late);
        Assert.True(late.TryCutOff());
        var retry = DeliverAsync(Delivery());

        _answer.SetResult(Hello);

        Assert.Same(Hello, await retry);
        Assert.Same(Hello, await first);
        Assert.True(late.IsHandedOver);
    }

    [Fact]
    public async Task A_late_reply_that_nobody_waits_for_is_the_first_deliverys_to_send()
    {
        var late = Delivery();
        var first = DeliverAsync(late);
        Assert.True(late.TryCutOff());

        _answer.SetResult(Hello);

        Assert.Same(Hello, await first);
        Assert.False(late.IsHandedOver);
        Assert.Same(Reply.Success, await DeliverAsync(Delivery()));
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task A_retry_that_is_cut_off_before_it_is_known_as_one_has_nothing_to_send_late()
    {
        _answer.SetResult(Hello);
        await DeliverAsync(Delivery());
        var retry = Delivery();
        Assert.True(retry.TryCutOff());

        // Its reply would be sent by the customer-service API: the user has it already.
        Assert.Same(Reply.Success, await DeliverAsync(retry));
    }

    [Fact]
    public async Task An_exception_goes_through_and_lets_retries_go()
    {
        var first = DeliverAsync(Delivery());
        var retry = DeliverAsync(Delivery());

        _answer.SetException(new InvalidOperationException("broken"));

        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => first)).Message);
        Assert.Same(Reply.Success, await retry);
        Assert.Same(Reply.Success, await DeliverAsync(Delivery()));
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task A_plaintext_push_seen_with_another_body_is_refused_and_goes_no_further()
    {
        _answer.SetResult(Hello);
        const string Signed = "signature=da39a3ee5e6b4b0d3255bfef95601890afd80709&timestamp=1&nonce=2";

        Assert.Equal(Hello, await DeliverAsync(Delivery("1", query: Signed)));
        Assert.Same(RefusedReply.Forged, await DeliverAsync(Delivery("1", "other", Signed)));
        Assert.Same(RefusedReply.Forged, await DeliverAsync(Delivery("2", "other", Signed)));
        Assert.Equal(Hello, await DeliverAsync(Delivery("1", query: Signed)));
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task A_retry_of_an_abandoned_message_takes_it_over_and_can_still_be_late()
    {
        _answer.SetResult(Hello);
        var ledger = new AbandoningLedger();
        var transform = Transform(ledger);
        var message = Delivery();

        var reply = await transform.InvokeAsync(
            message,
            async (taken, _) =>
            {
                Assert.Null(taken.Outcome);
                Assert.True(taken.TryCutOff());
                return await _answer.Task;
            },
            TestContext.Current.CancellationToken);

        Assert.Same(Hello, reply);
        Assert.Equal((Hello, false), ledger.Settled);
    }

    [Fact]
    public async Task A_message_that_is_found_abandoned_when_the_deadline_has_passed_is_delivered_all_the_same()
    {
        var message = Delivery();
        var ledger = new AbandoningLedger
        {
            Wait = () =>
            {
                Assert.True(message.TryCutOff());
                return AbandonedReply.Instance;
            },
        };

        Assert.Same(Hello, await Transform(ledger).InvokeAsync(message, Pushes.Answering(Hello), TestContext.Current.CancellationToken));
        Assert.Equal((Hello, false), ledger.Settled);
        Assert.True(MessageKeeping.HasAcquired(message));
    }

    [Fact]
    public async Task A_retry_that_cannot_learn_whether_the_other_lives_goes_on_watching_and_takes_over()
    {
        var message = Delivery();
        _clock.Advance(TimeSpan.FromSeconds(1));
        var ledger = new AbandoningLedger { Wait = () => throw new TimeoutException("The store does not answer.") };

        Assert.Same(Hello, await Transform(ledger).InvokeAsync(message, Pushes.Answering(Hello), TestContext.Current.CancellationToken));

        // The rest of the deadline, and half a second for the other replica to store the message.
        Assert.Equal(TimeSpan.FromSeconds(3.5 + 0.5), ledger.Safe);
        Assert.Null(message.Outcome);
    }

    [Fact]
    public async Task A_retry_that_got_no_reply_in_time_watches_until_the_other_has_seen_to_the_message()
    {
        var watch = new TaskCompletionSource<Reply?>();
        var message = Delivery();
        var answer = Transform(new AbandoningLedger { Wait = () => null, Watch = _ => watch.Task })
            .InvokeAsync(message, Pushes.Answering(Hello), TestContext.Current.CancellationToken).AsTask();
        Assert.False(answer.IsCompleted);

        watch.SetResult(null);

        Assert.Same(Reply.Success, await answer);
        Assert.Equal(PushOutcome.Retry, message.Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reply_that_a_watch_finds_is_answered_with_in_time_and_never_sent_late(bool isCutOff)
    {
        var message = Delivery();
        var ledger = new AbandoningLedger
        {
            Wait = () => throw new TimeoutException("The store does not answer."),
            Watch = _ =>
            {
                Assert.Equal(isCutOff, isCutOff && message.TryCutOff());
                return Task.FromResult<Reply?>(Hello);
            },
        };

        var reply = await Transform(ledger).InvokeAsync(
            message, Pushes.Answering(new TextReply("twice")), TestContext.Current.CancellationToken);

        Assert.Same(isCutOff ? Reply.Success : Hello, reply);
    }

    [Fact]
    public async Task A_watch_that_is_given_up_leaves_the_message_to_whoever_keeps_what_no_backend_took()
    {
        using var giveUp = new CancellationTokenSource();
        var ledger = new AbandoningLedger { Wait = () => null, Watch = async token => await Never(token) };
        var message = Delivery();
        var arrived = Transform(ledger).InvokeAsync(
            message,
            (acquired, token) =>
            {
                Assert.True(MessageKeeping.HasAcquired(acquired));
                Assert.True(token.IsCancellationRequested);
                return new(Hello);
            },
            giveUp.Token).AsTask();

        await giveUp.CancelAsync();

        Assert.Same(Hello, await arrived);
    }

    [Theory]
    [InlineData("TakenOver", "First")]
    [InlineData("Retry", "First")]
    [InlineData("Retry", "TakenOver")]
    public async Task What_a_replica_had_kept_before_it_went_is_not_delivered_beside_that(string first, string next)
    {
        var ledger = new AbandoningLedger { Result = Enum.Parse<AcquireResult>(first), Next = Enum.Parse<AcquireResult>(next) };
        var message = Delivery();
        await _messages.Queue.KeepAsync(
            KeptMessages.Keep(KeptMessages.New(id: MessageIdentity.Of(message).ToString())), TestContext.Current.CancellationToken);

        var reply = await Transform(ledger).InvokeAsync(
            message, (_, _) => throw new InvalidOperationException("It is delivered."), TestContext.Current.CancellationToken);

        Assert.Same(Reply.Success, reply);
        Assert.Equal(PushOutcome.Retry, message.Outcome);

        // It has no lease, which it would end, and nothing is settled.
        Assert.False(MessageKeeping.HasAcquired(message));
        Assert.Null(ledger.Settled);
    }

    [Fact]
    public async Task What_is_taken_over_from_a_replica_that_had_not_kept_it_is_delivered()
        => Assert.Same(Hello, await Transform(new AbandoningLedger { Result = AcquireResult.TakenOver }).InvokeAsync(
            Delivery(), Pushes.Answering(Hello), TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_reply_in_time_does_not_wait_for_the_ledger()
    {
        var ledger = new AbandoningLedger { Result = AcquireResult.First, Settling = new TaskCompletionSource<bool>() };
        var recordings = new Recordings(_clock);
        var transform = Transform(ledger, recordings);

        var reply = await transform.InvokeAsync(Delivery(), Pushes.Answering(Hello), TestContext.Current.CancellationToken);

        Assert.Same(Hello, reply);
        Assert.Equal((Hello, true), ledger.Settled);

        // The host does.
        var stop = recordings.StopAsync(TestContext.Current.CancellationToken);
        Assert.False(stop.IsCompleted);
        ledger.Settling.SetResult(false);
        await stop;
    }

    [Fact]
    public async Task The_query_of_an_encrypted_push_may_come_again_since_its_signature_covers_the_body()
    {
        _answer.SetResult(Hello);
        const string Signed = "signature=a&timestamp=1&nonce=2&encrypt_type=aes";

        await DeliverAsync(Delivery("1", query: Signed));
        await DeliverAsync(Delivery("2", "other", Signed));

        Assert.Equal(2, _calls);
    }

    [Theory]
    [InlineData("22277834746191186", true)]
    [InlineData("a!~Z", true)]
    [InlineData("", false)]
    [InlineData("two words", false)]
    [InlineData("line\r\nX-WeChat-Service: forged", false)]
    [InlineData("号", false)]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234", false)]
    public async Task The_id_is_the_MsgId_unless_that_could_break_a_header_or_a_log(string msgId, bool isId)
    {
        _answer.SetResult(Hello);
        var message = Delivery(msgId);

        await DeliverAsync(message);

        Assert.Equal(isId, message.Id == msgId);
        Assert.Equal(isId ? msgId : MessageIdentity.Of(message).ToString(), message.Id);
        Assert.Matches("^[!-~]{1,64}$", message.Id);
    }

    private static async Task<Reply?> Never(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return null;
    }

    private DeduplicationTransform Transform(ILedger ledger, Recordings? recordings = null)
    {
        var settlement = Pushes.Settlement(ledger, _host, _lateReplies, recordings);
        var retries = new WeChatRetries(ledger, _clock);
        return new(ledger, retries, _host.Keeper, _messages.Keeper, settlement, _host.PushMetrics, _clock,
            NullLogger<DeduplicationTransform>.Instance);
    }

    /// <summary>Returns the text that was sent by the customer-service API, once all is sent.</summary>
    private async Task<string?> SentAsync()
    {
        await Eventually.HoldsAsync(() => _lateReplies.Pending.Count == 0, "the rest is sent", TestContext.Current.CancellationToken);
        var call = Assert.Single(_host.WeChat.Calls, call => call.Path == "/cgi-bin/message/custom/send");
        return JsonDocument.Parse(call.Body).RootElement.GetProperty("text").GetProperty("content").GetString();
    }

    private MessageContext Delivery(
        string msgId = "1", string content = "hi", string query = "encrypt_type=aes", WeChatService? service = null)
        => Pushes.Converted(service, msgId: msgId, content: content, query: query, receivedAt: _clock.GetTimestamp());

    private MessageContext WantingAnswer()
    {
        var message = Delivery("2");
        message.Head = message.Head with { MsgType = "event", Event = "xpay_goods_deliver_notify" };
        return message;
    }

    private static WeChatService Speaking(ServiceKind kind)
        => Pushes.Service(options => (options.Kind, options.AppSecret) = (kind, "the-secret"));

    private async Task<Reply> DeliverAsync(MessageContext message)
        => await _transform.InvokeAsync(
            message,
            async (_, _) =>
            {
                Interlocked.Increment(ref _calls);
                return await _answer.Task;
            },
            TestContext.Current.CancellationToken);
}
