using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Deduplication;
using WxYarpGateway.Transforms.Deduplication.Seen;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Replies;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;
using WxYarpGateway.Transforms.Tests.Deduplication;
using WxYarpGateway.Transforms.Tests.Pipeline;
using WxYarpGateway.Transforms.Tests.Redelivery;

namespace WxYarpGateway.Transforms.Tests.LateReplies;

/// <summary>An answer that takes longer than WeChat waits, through the transforms that see to it.</summary>
public sealed class SlowAnswerTests : IAsyncDisposable
{
    private const string CustomSend = "/cgi-bin/message/custom/send";

    private static readonly TextReply Hello = new("hello");
    private static readonly TimeSpan WeChatWaits = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(4.5);

    private readonly TestHost _host = new();
    private readonly LateReplySender _lateReplies;
    private readonly KeeperStage _messages = new();
    private readonly Dictionary<string, TaskCompletionSource<Reply>> _answers = [];
    private readonly List<string> _calls = [];
    private MessageDelegate _way;
    private WeChatService _service;

    public SlowAnswerTests()
    {
        _lateReplies = _host.LateReplySender();
        _service = Service();
        _way = Way(new MemoryLedger(_host.Clock));
    }

    private static TextReply WaitText => new(new ReplyOptions().WaitText);

    public async ValueTask DisposeAsync()
    {
        _lateReplies.Dispose();
        _messages.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task The_delivery_that_is_open_when_the_backend_answers_gets_the_reply()
    {
        var first = await DeliverUntilHungUpAsync("7");
        var second = Deliver("7");
        Pass(TimeSpan.FromSeconds(2));

        Answer("7");

        Assert.Same(UnansweredReply.Instance, await first.Reply);
        Assert.Equal(Hello, await second.Reply);
        Assert.Equal(["7"], _calls);
        await NothingIsUnderWayAsync();
        Assert.Contains("wxgateway.replies.late service=shop result=handed_over", _host.Metrics.All);
    }

    [Theory]
    [InlineData(4.6)]
    [InlineData(4.99)]
    public async Task The_first_delivery_gets_it_also_after_the_deadline(double seconds)
    {
        var first = Deliver("7");
        Pass(TimeSpan.FromSeconds(seconds));
        Assert.False(first.Reply.IsCompleted);

        Answer("7");

        Assert.Equal(Hello, await first.Reply);
        Assert.Equal(0, _lateReplies.Pending.Count);
    }

    [Fact]
    public async Task An_answer_between_two_deliveries_waits_for_the_second()
    {
        await DeliverUntilHungUpAsync("7");
        await AnswerLateAsync("7");

        Assert.Equal(Hello, await Deliver("7").Reply);
        Pass(TimeSpan.FromSeconds(6));
        await NothingIsUnderWayAsync();
        Assert.Equal(default, await FetchAsync());
    }

    [Fact]
    public async Task The_third_delivery_is_answered_in_time_and_the_reply_comes_with_the_next_message()
    {
        var third = await DeliverUntilTheLastAsync("7");
        Assert.Equal(WaitText, await third.Reply);
        Assert.Equal(PushOutcome.Retry, third.Message.Outcome);

        await AnswerLateAsync("7");
        await NothingIsUnderWayAsync();

        Assert.Equal(Hello, await Deliver("8", "1").Reply);
        Assert.Equal(["7"], _calls);
    }

    [Fact]
    public async Task A_fourth_delivery_gets_what_there_is()
    {
        await DeliverUntilTheLastAsync("7");
        await AnswerLateAsync("7");
        await NothingIsUnderWayAsync();

        Assert.Equal(Hello, await Deliver("7").Reply);
        Assert.Equal(["7"], _calls);
        Assert.Equal(default, await FetchAsync());
    }

    [Fact]
    public async Task A_fourth_delivery_waits_like_the_third()
    {
        await DeliverUntilTheLastAsync("7");
        var fourth = Deliver("7");
        Pass(TimeSpan.FromSeconds(1));
        Assert.False(fourth.Reply.IsCompleted);

        Answer("7");

        Assert.Equal(Hello, await fourth.Reply);
        await NothingIsUnderWayAsync();
        Assert.Equal(default, await FetchAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task The_configuration_says_which_delivery_is_the_last(int deliveries)
    {
        _service = Service(options => options.Reply.Deliveries = deliveries);
        for (var delivery = 1; delivery < deliveries; delivery++)
        {
            Assert.Same(UnansweredReply.Instance, await (await DeliverUntilHungUpAsync("7")).Reply);
        }

        var last = Deliver("7");
        Pass(Deadline);

        Assert.Equal(WaitText, await last.Reply);
        Assert.Equal(["7"], _calls);
    }

    [Fact]
    public async Task A_reply_that_no_delivery_comes_for_is_not_lost()
    {
        await DeliverUntilHungUpAsync("7");
        await AnswerLateAsync("7");

        Pass(TimeSpan.FromSeconds(6));
        await NothingIsUnderWayAsync();

        Assert.Equal(Hello, await Deliver("8", "继续").Reply);
    }

    [Fact]
    public async Task What_does_not_pass_on_that_WeChat_hung_up_is_hung_up_on()
    {
        var first = Deliver("7");

        Pass(UnansweredReply.Longest - TimeSpan.FromMilliseconds(1));
        Assert.False(first.Reply.IsCompleted);
        Pass(TimeSpan.FromMilliseconds(1));

        Assert.Same(UnansweredReply.Instance, await first.Reply);
    }

    [Fact]
    public async Task A_backend_that_says_nothing_late_ends_the_deliveries()
    {
        await DeliverUntilHungUpAsync("7");
        _answers["7"].SetResult(Reply.Success);
        await NothingIsUnderWayAsync();

        Assert.Same(Reply.Success, await Deliver("7").Reply);
        Assert.Equal(["7"], _calls);
    }

    [Fact]
    public async Task The_next_message_gets_the_kept_reply_and_goes_to_the_backend_whose_answer_is_kept_in_turn()
    {
        await DeliverUntilTheLastAsync("7");
        await AnswerLateAsync("7");
        await NothingIsUnderWayAsync();

        var next = Deliver("8", "and what of this?");
        Assert.Equal(Hello, await next.Reply);
        Assert.Equal(["7", "8"], _calls);
        Assert.Contains("8", _messages.Queue.Leased);

        // Delivered again, it gets the same and the backend does not.
        Assert.Equal(Hello, await Deliver("8", "and what of this?").Reply);
        Answer("8", new TextReply("that"));
        await NothingIsUnderWayAsync();
        Assert.Equal(new TextReply("that"), await Deliver("9", "?").Reply);
        Assert.Equal(["7", "8"], _calls);
    }

    [Fact]
    public async Task Who_asks_for_an_answer_that_is_being_written_waits_and_gets_it()
    {
        await DeliverUntilTheLastAsync("7");
        var asking = Deliver("8", " 1 ");
        Pass(TimeSpan.FromSeconds(1));
        Assert.False(asking.Reply.IsCompleted);

        await AnswerLateAsync("7");
        await NothingIsUnderWayAsync();
        await PassUntilAsync(asking.Reply);

        Assert.Equal(Hello, await asking.Reply);
        Assert.Equal(["7"], _calls);
    }

    [Fact]
    public async Task Who_asks_in_vain_is_told_to_wait_once_more()
    {
        await DeliverUntilTheLastAsync("7");
        var asking = Deliver("8", "1");

        await PassUntilAsync(asking.Reply);

        Assert.Equal(WaitText, await asking.Reply);
        Assert.True(_host.Clock.GetElapsedTime(asking.Message.ReceivedAt) < Deadline);
        Assert.Equal(["7"], _calls);
    }

    [Fact]
    public async Task What_asks_for_nothing_goes_to_the_backend()
    {
        var asking = Deliver("8", "1");
        Answer("8");

        Assert.Equal(Hello, await asking.Reply);
        Assert.Equal(["8"], _calls);
    }

    [Fact]
    public async Task An_event_of_which_the_user_knows_nothing_takes_no_reply()
    {
        await DeliverUntilTheLastAsync("7");
        await AnswerLateAsync("7");
        await NothingIsUnderWayAsync();

        var located = Deliver("8", type: "event", eventName: "LOCATION");
        Answer("8", Reply.Success);
        Assert.Same(Reply.Success, await located.Reply);
        Assert.Equal(Hello, await Deliver("9", type: "event", eventName: "CLICK").Reply);
    }

    [Fact]
    public async Task A_service_that_wants_it_so_sends_it_by_customer_service()
    {
        _service = Service(options => options.Reply.WhenStillLate = WhenStillLate.CustomerService);
        Assert.Same(Reply.Success, await (await DeliverUntilTheLastAsync("7")).Reply);

        await AnswerLateAsync("7");
        await NothingIsUnderWayAsync();

        Assert.Equal("hello", Sent());
        Assert.Equal(default, await FetchAsync());
    }

    [Fact]
    public async Task A_service_that_wants_it_so_drops_it()
    {
        _service = Service(options => options.Reply.WhenStillLate = WhenStillLate.Nothing);
        Assert.Same(Reply.Success, await (await DeliverUntilTheLastAsync("7")).Reply);

        await AnswerLateAsync("7");
        await NothingIsUnderWayAsync();

        Assert.Contains("wxgateway.replies.late service=shop result=dropped", _host.Metrics.All);
    }

    [Theory]
    [InlineData(WhenLate.CustomerService)]
    [InlineData(WhenLate.Retries)]
    public async Task An_account_without_customer_service_keeps_the_reply_and_from_then_on_says_so(WhenLate whenLate)
    {
        _host.WeChat.When(CustomSend, """{"errcode":48001,"errmsg":"api unauthorized"}""");
        _service = Service(options =>
        {
            (options.Reply.WhenLate, options.Reply.WhenStillLate) = (whenLate, WhenStillLate.CustomerService);
            options.Reply.Deliveries = 1;
        });
        var first = Deliver("7");
        Pass(Deadline);
        Assert.Same(Reply.Success, await first.Reply);
        await AnswerLateAsync("7");
        await NothingIsUnderWayAsync();
        Assert.Equal(Hello, await Deliver("8", "1").Reply);

        var second = Deliver("9");
        Pass(Deadline);

        Assert.Equal(WaitText, await second.Reply);
        await AnswerLateAsync("9");
        await NothingIsUnderWayAsync();
        Assert.Equal(Hello, await Deliver("10", "1").Reply);
        Assert.Single(_host.WeChat.Calls, call => call.Path == CustomSend);
        Assert.Single(_host.Logs.Lines, line => line.StartsWith("Warning CustomerServiceLacking", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refused_customer_service_is_tried_again_after_an_hour()
    {
        _host.WeChat.When(CustomSend, """{"errcode":48001,"errmsg":"api unauthorized"}""");
        _service = Service(options => options.Reply.WhenLate = WhenLate.CustomerService);
        Deliver("7");
        Pass(Deadline);
        await AnswerLateAsync("7");
        await NothingIsUnderWayAsync();

        _host.WeChat.When(CustomSend, """{"errcode":0,"errmsg":"ok"}""");
        Pass(LateWays.RememberRefusal);
        Deliver("8");
        Pass(Deadline);
        await AnswerLateAsync("8", new TextReply("again"));
        await NothingIsUnderWayAsync();

        Assert.Equal("again", Sent());
    }

    [Fact]
    public async Task A_long_answer_is_read_on_with_each_next_message_of_an_account_without_the_API()
    {
        var paragraphs = Enumerable.Range(1, 3).Select(number => number + new string('好', 600)).ToArray();
        var first = Deliver("7");
        Answer("7", new TextReply(string.Join("\n\n", paragraphs)));

        Assert.Equal(new TextReply(paragraphs[0] + PassiveForm.Continued), await first.Reply);
        await NothingIsUnderWayAsync();
        Assert.Equal(new TextReply(paragraphs[1] + PassiveForm.Continued), await Deliver("8", "1").Reply);
        await NothingIsUnderWayAsync();
        Assert.Equal(new TextReply(paragraphs[2]), await Deliver("9", "1").Reply);
        Assert.Equal(["7"], _calls);
        Assert.DoesNotContain(_host.WeChat.Calls, call => call.Path == CustomSend);
    }

    [Fact]
    public async Task A_late_long_answer_is_fetched_in_parts_too_and_the_new_message_gets_its_own()
    {
        var paragraphs = Enumerable.Range(1, 2).Select(number => number + new string('好', 600)).ToArray();
        await DeliverUntilTheLastAsync("7");
        await AnswerLateAsync("7", new TextReply(string.Join("\n\n", paragraphs)));
        await NothingIsUnderWayAsync();

        Assert.Equal(new TextReply(paragraphs[0] + PassiveForm.Continued), await Deliver("8", "and this?").Reply);
        await AnswerLateAsync("8", Hello);
        await NothingIsUnderWayAsync();
        Assert.Equal(new TextReply(paragraphs[1]), await Deliver("9", "1").Reply);
        Assert.Equal(Hello, await Deliver("10", "1").Reply);
    }

    [Theory]
    [InlineData(WhenLate.Retries)]
    [InlineData(WhenLate.CustomerService)]
    public async Task What_WeChat_wants_an_object_for_is_never_said_to_be_done_before_it_is(WhenLate whenLate)
    {
        _service = Service(options => options.Reply.WhenLate = whenLate);
        for (var delivery = 1; delivery <= 3; delivery++)
        {
            var open = Deliver("7", type: "event", eventName: "xpay_goods_deliver_notify");
            Pass(Deadline);
            if (whenLate == WhenLate.Retries && delivery < 3)
            {
                await open.HangUp.CancelAsync();
                Assert.IsType<UnansweredReply>(await open.Reply);
            }
            else
            {
                await PassUntilAsync(open.Reply);
                Assert.IsType<RetryReply>(await open.Reply);
            }
        }

        var done = new RawReply(JsonDocument.Parse("""{"ErrCode":0,"ErrMsg":"success"}""").RootElement);
        await AnswerLateAsync(_calls[0], done);
        await NothingIsUnderWayAsync();

        Assert.Equal(done, await Deliver("7", type: "event", eventName: "xpay_goods_deliver_notify").Reply);
        Assert.Single(_calls);
        Assert.DoesNotContain(_host.WeChat.Calls, call => call.Path == CustomSend);
    }

    [Fact]
    public async Task Without_the_ledger_each_delivery_passes_for_the_last()
    {
        _way = Way(new FailingLedger { AcquiringThrows = true });
        var first = Deliver("7");

        Pass(Deadline);

        Assert.Equal(WaitText, await first.Reply);
    }

    private static WeChatService Service(Action<ServiceOptions>? configure = null) => TestHost.Service(options =>
    {
        options.Reply.WhenLate = WhenLate.Retries;
        configure?.Invoke(options);
    });

    private MessageDelegate Way(ILedger ledger) => MessagePipeline.Build(
        [
            new DeadlineTransform(_lateReplies, _host.Keeper, _messages.Keeper, _host.Deadlines, _host.Logger<DeadlineTransform>()),
            new DeduplicationTransform(
                ledger,
                new WeChatRetries(ledger, _host.Clock),
                _host.Keeper,
                _messages.Keeper,
                Pushes.Settlement(ledger, _host, _lateReplies),
                _host.PushMetrics,
                _host.Clock,
                NullLogger<DeduplicationTransform>.Instance),
            new NextMessageTransform(_host.Keeper, _lateReplies, _messages.Keeper, _host.Clock),
        ],
        async (message, _) =>
        {
            lock (_calls)
            {
                _calls.Add(message.Id);
            }

            return await AnswerOf(message.Id).Task;
        });

    private TaskCompletionSource<Reply> AnswerOf(string message)
    {
        lock (_answers)
        {
            return _answers.TryGetValue(message, out var answer)
                ? answer
                : _answers[message] = new TaskCompletionSource<Reply>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private Delivery Deliver(string id, string content = "hi", string type = "text", string eventName = "")
    {
        var hangUp = new CancellationTokenSource();
        var message = new MessageContext(
            _service,
            PushQuery.Read(new QueryString("?encrypt_type=aes")),
            JsonSerializer.SerializeToUtf8Bytes(new { MsgType = type, Content = content }),
            _host.Clock.GetTimestamp())
        {
            Head = new MessageHead
            {
                MsgType = type,
                Event = eventName,
                MsgId = id,
                FromUserName = "oUser",
                ToUserName = "gh_1",
                CreateTime = "1700000000",
            },
        };
        if (_service.Reply.WhenLate == WhenLate.Retries)
        {
            message.OpenPush = new OpenPush(_service.Reply.Deliveries, hangUp.Token);
        }

        return new Delivery(message, hangUp, _way(message, TestContext.Current.CancellationToken).AsTask());
    }

    /// <summary>Delivers as WeChat does whose five seconds pass without an answer.</summary>
    private async Task<Delivery> DeliverUntilHungUpAsync(string id)
    {
        var delivery = Deliver(id);
        Pass(WeChatWaits);
        Assert.False(delivery.Reply.IsCompleted);
        await delivery.HangUp.CancelAsync();
        await delivery.Reply;
        return delivery;
    }

    /// <summary>Delivers three times, the third time until the deadline.</summary>
    private async Task<Delivery> DeliverUntilTheLastAsync(string id)
    {
        await DeliverUntilHungUpAsync(id);
        await DeliverUntilHungUpAsync(id);
        var third = Deliver(id);
        Pass(Deadline);
        await third.Reply;
        return third;
    }

    private void Pass(TimeSpan time) => _host.Clock.Advance(time);

    private async Task PassUntilAsync(Task task)
        => await Eventually.HoldsAsync(
            () =>
            {
                Pass(TimeSpan.FromMilliseconds(50));
                return task.IsCompleted;
            },
            "it ends",
            TestContext.Current.CancellationToken);

    private void Answer(string id, Reply? reply = null) => AnswerOf(id).SetResult(reply ?? Hello);

    /// <summary>Has the backend answer when no delivery waits, and time go on until that has come to something.</summary>
    private async Task AnswerLateAsync(string id, Reply? reply = null)
    {
        var waiting = _host.Clock.WaitingTimers;
        Answer(id, reply);
        await Eventually.HoldsAsync(
            () => _lateReplies.Pending.Count == 0 || _host.Clock.WaitingTimers != waiting,
            "the answer is read",
            TestContext.Current.CancellationToken);
    }

    private Task NothingIsUnderWayAsync()
        => Eventually.HoldsAsync(() => _lateReplies.Pending.Count == 0, "nothing is under way", TestContext.Current.CancellationToken);

    private ValueTask<TakenReply> FetchAsync()
        => _host.Kept.TakeAsync(Conversation.Of(Pushes.Converted(_service)), 1, TestContext.Current.CancellationToken);

    private string? Sent()
        => JsonDocument.Parse(_host.WeChat.Calls.Last(call => call.Path == CustomSend).Body)
            .RootElement.GetProperty("text").GetProperty("content").GetString();

    private sealed record Delivery(MessageContext Message, CancellationTokenSource HangUp, Task<Reply> Reply);
}
