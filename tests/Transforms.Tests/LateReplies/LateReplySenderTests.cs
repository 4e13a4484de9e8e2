using System.Text.Json;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Services.Options;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.LateReplies;

public sealed class LateReplySenderTests : IAsyncDisposable
{
    private const string SendPath = "/cgi-bin/message/custom/send";

    private readonly TestHost _host = new();
    private readonly LateReplySender _lateReplies;
    private readonly TaskCompletionSource<Reply> _work = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _giveUp = new();
    private readonly CancellationToken _givenUp;

    public LateReplySenderTests()
    {
        _lateReplies = _host.LateReplySender();
        _givenUp = _giveUp.Token;
    }

    public async ValueTask DisposeAsync()
    {
        _lateReplies.Dispose();
        _giveUp.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_late_reply_is_delivered_by_the_customer_service_API()
    {
        Follow();
        Assert.Equal(1, _lateReplies.Pending.Count);

        Assert.Equal("delivered", await ResultAsync(new TextReply("你好 \U0001F600")));

        var call = Assert.Single(_host.WeChat.Calls, call => call.Path == SendPath);
        Assert.Equal("""{"touser":"oUser","msgtype":"text","text":{"content":"你好 😀"}}""", call.Body);
        Assert.Equal(HttpMethod.Post, call.Method);
        Assert.Equal("TOKEN-1", call.Query("access_token"));
    }

    [Fact]
    public async Task They_are_counted_by_service()
    {
        var message = Message();
        Follow(message);
        Assert.Equal((1, 0), (_lateReplies.Pending.CountOf(message.Service.Name), _lateReplies.Pending.CountOf("another")));

        await ResultAsync(Reply.Success);

        Assert.Equal(0, _lateReplies.Pending.CountOf(message.Service.Name));
    }

    [Fact]
    public async Task Its_timer_and_its_source_are_put_away()
    {
        Follow();
        await ResultAsync(Reply.Success);

        Assert.Equal(0, _host.Clock.WaitingTimers);
        Assert.Throws<ObjectDisposedException>(_giveUp.Cancel);
        Assert.False(_givenUp.IsCancellationRequested);
    }

    [Fact]
    public async Task A_reply_that_says_nothing_is_not_sent()
    {
        Follow();

        Assert.Equal("nothing", await ResultAsync(Reply.Success));
        Assert.Empty(_host.WeChat.Calls);
    }

    [Fact]
    public async Task A_service_may_drop_its_late_replies()
    {
        Follow(Message(options => options.Reply.WhenLate = WhenLate.Nothing));

        Assert.Equal("dropped", await ResultAsync(new TextReply("hello")));
        Assert.Empty(_host.WeChat.Calls);
    }

    [Fact]
    public async Task A_reply_that_a_retry_took_over_is_not_sent()
    {
        var message = Message();
        Follow(message);
        message.IsHandedOver = true;

        Assert.Equal("handed_over", await ResultAsync(new TextReply("hello")));
        Assert.Empty(_host.WeChat.Calls);
    }

    [Fact]
    public async Task A_reply_that_the_API_does_not_have_is_dropped_with_a_warning()
    {
        Follow();

        Assert.Equal("dropped", await ResultAsync(new TransferCustomerServiceReply(null)));
        Assert.Empty(_host.WeChat.Calls);
        Assert.Contains(_host.Logs.Lines, line => line.StartsWith("Warning CannotBeSent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reply_that_WeChat_refuses_is_lost_with_an_error_that_tells_no_secret()
    {
        _host.WeChat.When(SendPath, """{"errcode":45015,"errmsg":"response out of time limit TOKEN-1 the-secret"}""");
        Follow();

        Assert.Equal("lost", await ResultAsync(new TextReply("the-answer")));

        Assert.Contains(
            _host.Logs.Lines,
            line => line.StartsWith("Error NotDelivered", StringComparison.Ordinal) && line.Contains("45015", StringComparison.Ordinal));
        Assert.All(
            ["TOKEN-1", "the-secret", "the-answer", "oUser"],
            secret => Assert.DoesNotContain(secret, _host.Logs.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reply_of_a_service_without_a_secret_is_lost_with_an_error()
    {
        Follow(Message(options => options.AppSecret = ""));

        Assert.Equal("lost", await ResultAsync(new TextReply("hello")));
        Assert.Contains(_host.Logs.Lines, line => line.Contains("Set the AppSecret", StringComparison.Ordinal));
        Assert.Empty(_host.WeChat.Calls);
    }

    [Fact]
    public async Task Work_that_breaks_off_is_lost_with_an_error()
    {
        Follow();
        _work.SetException(new InvalidOperationException("broken"));

        Assert.Equal("lost", await ResultAsync());
        Assert.Contains(_host.Logs.Lines, line => line.StartsWith("Error Broken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_backend_is_given_up_after_five_minutes()
    {
        Follow();

        _host.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        Assert.False(_givenUp.IsCancellationRequested);

        _host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(_givenUp.IsCancellationRequested);

        // Whatever the failure of the call it ended was turned into.
        Assert.Equal("lost", await ResultAsync(new TextReply("try again later")));
        Assert.Empty(_host.WeChat.Calls);
        Assert.Contains(_host.Logs.Lines, line => line.StartsWith("Error GivenUp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_given_up_and_kept_is_not_lost()
    {
        var message = Message();
        Follow(message);
        MessageKeeping.Of(message).IsKept = true;
        _host.Clock.Advance(BackendTimeout.Longest);

        Assert.Equal("nothing", await ResultAsync(Reply.Success));
        Assert.DoesNotContain(_host.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_timer_that_fires_while_it_is_put_away_does_no_harm()
    {
        var clock = new CallbackUnderWay();
        using var lateReplies = _host.LateReplySender(clock);
        lateReplies.Follow(Message(), _work.Task, _giveUp);

        _work.SetResult(Reply.Success);
        await Eventually.HoldsAsync(() => clock.IsBeingPutAway, "the timer is being put away", TestContext.Current.CancellationToken);
        clock.Finish();

        Assert.Equal("nothing", await ResultAsync());
    }

    [Fact]
    public async Task Stopping_waits_for_nothing_when_there_is_nothing()
    {
        await _lateReplies.StartAsync(TestContext.Current.CancellationToken);
        var stopping = _lateReplies.StopAsync(TestContext.Current.CancellationToken);

        Assert.True(stopping.IsCompletedSuccessfully);
        Assert.Equal(0, _lateReplies.Pending.Count);
    }

    [Fact]
    public async Task Stopping_waits_until_every_late_reply_is_delivered()
    {
        var other = new TaskCompletionSource<Reply>();
        Follow();
        using var giveUpOther = new CancellationTokenSource();
        _lateReplies.Follow(Message(), other.Task, giveUpOther);
        var stopping = _lateReplies.StopAsync(TestContext.Current.CancellationToken);

        _work.SetResult(new TextReply("hello"));
        await Eventually.HoldsAsync(
            () => _host.WeChat.Calls.Any(call => call.Path == SendPath), "the reply is sent", TestContext.Current.CancellationToken);
        Assert.False(stopping.IsCompleted);

        other.SetResult(new TextReply("world"));
        await stopping;
        Assert.Equal(0, _lateReplies.Pending.Count);
        Assert.Equal(2, _host.WeChat.Calls.Count(call => call.Path == SendPath));
    }

    [Fact]
    public async Task Stopping_gives_up_when_the_host_does()
    {
        Follow();
        using var hostGivesUp = new CancellationTokenSource();
        var stopping = _lateReplies.StopAsync(hostGivesUp.Token);
        Assert.False(stopping.IsCompleted);
        Assert.False(_givenUp.IsCancellationRequested);

        await hostGivesUp.CancelAsync();
        await Eventually.HoldsAsync(() => _givenUp.IsCancellationRequested, "the work was given up", TestContext.Current.CancellationToken);

        // It stays until that is told.
        Assert.False(stopping.IsCompleted);
        Assert.Equal("lost", await ResultAsync(new TextReply("hello")));
        await stopping;
        Assert.Contains(_host.Logs.Lines, line => line.StartsWith("Error GivenUp", StringComparison.Ordinal));
        Assert.DoesNotContain(_host.WeChat.Calls, call => call.Path == SendPath);
    }

    [Fact]
    public async Task Work_that_does_not_end_when_it_is_given_up_is_left_after_half_a_second()
    {
        Follow();

        await StopInAHurryAsync();

        Assert.True(_givenUp.IsCancellationRequested);
        Assert.Equal(1, _lateReplies.Pending.Count);
    }

    [Fact]
    public async Task A_message_that_comes_late_while_stopping_is_given_up_with_the_others()
    {
        Follow();
        await StopInAHurryAsync();
        using var giveUp = new CancellationTokenSource();
        var token = giveUp.Token;

        _lateReplies.Follow(Message(), new TaskCompletionSource<Reply>().Task, giveUp);

        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public async Task A_hundred_late_replies_are_each_delivered()
    {
        for (var i = 0; i < 100; i++)
        {
            _lateReplies.Follow(Message(), _work.Task, new CancellationTokenSource());
        }

        _work.SetResult(new TextReply("hello"));

        await Eventually.HoldsAsync(() => _lateReplies.Pending.Count == 0, "all are delivered", TestContext.Current.CancellationToken);
        Assert.Equal(100, _host.WeChat.Calls.Count(call => call.Path == SendPath));
        Assert.Equal(100, _host.Metrics.All.Count(measured => measured == "wxgateway.replies.late service=shop result=delivered"));
        Assert.Single(_host.WeChat.TokenCalls);
        Assert.All(
            _host.WeChat.Calls.Where(call => call.Path == SendPath),
            call => Assert.Equal("oUser", JsonDocument.Parse(call.Body).RootElement.GetProperty("touser").GetString()));
    }

    private async Task StopInAHurryAsync()
    {
        using var hostGivesUp = new CancellationTokenSource();
        await hostGivesUp.CancelAsync();
        var timers = _host.Clock.WaitingTimers;
        var stopping = _lateReplies.StopAsync(hostGivesUp.Token);
        await Eventually.HoldsAsync(() => _host.Clock.WaitingTimers > timers, "it waits a moment", TestContext.Current.CancellationToken);
        Assert.False(stopping.IsCompleted);
        _host.Clock.Advance(TimeSpan.FromMilliseconds(500));
        await stopping;
    }

    private static MessageContext Message(Action<ServiceOptions>? configure = null) => Pushes.Converted(TestHost.Service(configure));

    private void Follow(MessageContext? message = null) => _lateReplies.Follow(message ?? Message(), _work.Task, _giveUp);

    private async Task<string> ResultAsync(Reply? reply = null)
    {
        if (reply is not null)
        {
            _work.SetResult(reply);
        }

        const string Counted = "wxgateway.replies.late service=shop result=";
        await Eventually.HoldsAsync(
            () => _host.Metrics.All.Count > 0, "the late reply has a result", TestContext.Current.CancellationToken);
        return Assert.Single(_host.Metrics.All)[Counted.Length..];
    }

    /// <summary>A clock whose timer fires just as it is put away: its callback is under way, and ends only when the test says so.</summary>
    private sealed class CallbackUnderWay : TimeProvider, ITimer
    {
        private readonly TaskCompletionSource _finished = new();
        private Action? _callback;

        public bool IsBeingPutAway { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = () => callback(state);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        /// <summary>Lets the callback run to its end; what it throws would have ended the process.</summary>
        public void Finish()
        {
            _callback!();
            _finished.SetResult();
        }

        public void Dispose() => IsBeingPutAway = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return new ValueTask(_finished.Task);
        }
    }
}
