using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Redelivery.Queue;
using WxYarpGateway.Transforms.Services.Options;
using WxYarpGateway.Transforms.Tests.Redelivery;
using WxYarpGateway.Transforms.Tests.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Tests.RedeliveryAttempts;

public sealed class RedeliveryWorkerTests : IAsyncDisposable
{
    private const string SendPath = "/cgi-bin/message/custom/send";

    private Stage _stage = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_message_is_delivered_again_and_its_reply_sent()
    {
        var message = await KeepAsync();
        await _stage.Worker.StartAsync(Cancelled);

        await CountedAsync("delivered");
        await Eventually.HoldsAsync(() => Sent() == 1, "the reply was sent", Cancelled);

        var call = Assert.Single(_stage.Backends.Calls);
        Assert.Equal((message.MessageId, 3, message.Route), (call.Id, call.Attempt, call.Route));
        Assert.Equal(message.Body.ToArray(), call.Body);
        Assert.Contains(
            "\"touser\":\"oUser\"", _stage.Host.WeChat.Calls.Single(sent => sent.Path == SendPath).Body, StringComparison.Ordinal);
        Assert.Equal(QueueCount.None("shop"), await _stage.CountAsync());
        await Eventually.HoldsAsync(() => _stage.Host.Metrics.All.Contains("wxgateway.replies.late service=shop result=delivered"),
            "its result was counted", Cancelled);
        Assert.Contains("Information Redelivered Message '7000' of service 'shop' was redelivered: attempt '3', result 'delivered'",
            _stage.Host.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("oUser", _stage.Host.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_again_is_tried_again_and_counts_on()
    {
        await KeepAsync();
        var answers = new Queue<BackendAnswer>(
            [new(500, default, null), new(0, default, "it could not be reached"), ScriptedBackends.Answer("")]);
        _stage.Backends.Script = (_, _) => Task.FromResult<Reply>(answers.Dequeue());
        await _stage.Worker.StartAsync(Cancelled);

        await CountedAsync("delivered");

        Assert.Equal([3, 4, 5], _stage.Backends.Calls.Select(call => call.Attempt));
        Assert.Equal(2, _stage.Host.Metrics.All.Count(count => count.EndsWith("result=retried", StringComparison.Ordinal)));
        Assert.Equal(0, Sent());
    }

    [Fact]
    public async Task A_backend_that_throws_is_one_that_failed()
    {
        await KeepAsync();
        var calls = 0;
        _stage.Backends.Script = (_, _) => calls++ == 0 ? throw new InvalidOperationException("broken")
            : Task.FromResult<Reply>(ScriptedBackends.Answer(""));
        await _stage.Worker.StartAsync(Cancelled);

        await CountedAsync("delivered");

        Assert.Contains(_stage.Host.Logs.Lines, line => line.StartsWith("Error Broken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_waits_for_its_service_and_its_backend_to_come_back()
    {
        await KeepAsync();
        _stage.Configured.Replace([]);
        _stage.Configured.Replace([]);
        await _stage.Worker.StartAsync(Cancelled);
        await CountedAsync("retried");

        _stage.Backends.HasRoute = false;
        _stage.Configured.Replace([_stage.Service]);
        await Eventually.HoldsAsync(() => Passes() && _stage.Host.Logs.Text.Contains(
            "failure 'its service has no backend'", StringComparison.Ordinal), "it was tried", Cancelled);
        Assert.Empty(_stage.Backends.Calls);
        _stage.Backends.HasRoute = true;

        await CountedAsync("delivered");
        Assert.Equal(3, Assert.Single(_stage.Backends.Calls).Attempt);
    }

    [Fact]
    public async Task Nothing_is_taken_before_the_pipeline_is_put_together()
    {
        await _stage.DisposeAsync();
        _stage = new Stage(isOpen: false);
        await KeepAsync();
        await _stage.Worker.StartAsync(Cancelled);
        for (var i = 0; i < 50; i++)
        {
            Passes();
            await Task.Yield();
        }

        Assert.Equal((1, 0), await WaitingAndLeasedAsync());
        _stage.Backends.Open();
        await CountedAsync("delivered");
    }

    [Theory]
    [InlineData("""{"type":"hologram"}""", 200)]
    [InlineData("not found", 404)]
    public async Task An_answer_that_is_no_reply_ends_it_and_tells_the_user_nothing(string body, int status)
    {
        await RestageAsync(options => (options.Reply.WhenFailed, options.Reply.FailureText) = (WhenFailed.Text, "try again"));
        await KeepAsync();
        _stage.Backends.Script = (_, _) => Task.FromResult<Reply>(ScriptedBackends.Answer(body, status));
        await _stage.Worker.StartAsync(Cancelled);

        await CountedAsync("delivered");

        await StopAsync();
        Assert.Equal(0, Sent());
    }

    [Fact]
    public async Task No_reply_is_sent_two_days_after_the_message()
    {
        await KeepAsync(KeptMessages.New() with { ReceivedAt = _stage.Host.Clock.GetUtcNow() - TimeSpan.FromHours(48) });
        await _stage.Worker.StartAsync(Cancelled);

        await CountedAsync("delivered");

        await StopAsync();
        Assert.Equal(0, Sent());
    }

    [Fact]
    public async Task No_reply_is_sent_by_whoever_was_not_the_first_to_deliver()
    {
        var message = await KeepAsync();
        _stage.Backends.Script = async (_, _) =>
        {
            await _stage.Shared.DoneAsync(message.Id, isRedelivery: false, Cancelled);
            return ScriptedBackends.Answer("""{"msg":"twice"}""");
        };
        await _stage.Worker.StartAsync(Cancelled);

        await Eventually.HoldsAsync(() => Passes() && _stage.Host.Logs.Text.Contains("result 'handed_over'", StringComparison.Ordinal),
            "it was handed over", Cancelled);

        await StopAsync();
        Assert.Equal(0, Sent());
        Assert.DoesNotContain(_stage.Host.Metrics.All, count => count.EndsWith("result=delivered", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_that_the_queue_forgets_while_a_backend_is_at_work_on_it_is_entered_anew()
    {
        var message = await KeepAsync();
        var backend = new TaskCompletionSource<Reply>(TaskCreationOptions.RunContinuationsAsynchronously);
        _stage.Backends.Script = (_, _) => backend.Task;
        await _stage.Worker.StartAsync(Cancelled);
        await Eventually.HoldsAsync(() => Passes() && _stage.Leases.Count == 1, "it is being delivered", Cancelled);

        _stage.Shared.Forget(message.Id);
        _stage.Host.Clock.Advance(RedeliveryTimes.Renewal);

        await Eventually.HoldsAsync(async () => await _stage.CountAsync() is { Waiting: 0, Leased: 1 }, "it is leased again", Cancelled);
        backend.SetResult(ScriptedBackends.Answer(""));
        await CountedAsync("delivered");
        await StopAsync();
        Assert.Equal(QueueCount.None("shop"), await _stage.CountAsync());
        Assert.Single(_stage.Backends.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_that_the_queue_forgets_while_it_waits_is_entered_anew_and_delivered_once(bool hasBeenRetried)
    {
        // By the process that kept it first, or by the one that tried it last.
        var message = KeptMessages.New();
        _stage.Backends.Script = (_, _)
            => Task.FromResult<Reply>(ScriptedBackends.Answer("", _stage.Backends.Calls.Count == 1 && hasBeenRetried ? 503 : 200));
        if (hasBeenRetried)
        {
            await _stage.Shared.KeepAsync(KeptMessages.Keep(message), Cancelled);
        }
        else
        {
            await KeepAsync(message, delay: TimeSpan.FromSeconds(30));
        }

        await _stage.Worker.StartAsync(Cancelled);
        await Eventually.HoldsAsync(() => Passes() && _stage.Copies.Count == 1, "there is a copy", Cancelled);
        _stage.Shared.Forget(message.Id);

        await CountedAsync("restored");
        await CountedAsync("delivered");

        await StopAsync();
        Assert.Equal(hasBeenRetried ? 2 : 1, _stage.Backends.Calls.Count);
        Assert.Equal(0, _stage.Copies.Count);
        Assert.Equal(QueueCount.None("shop"), await _stage.CountAsync());
        Assert.Single(_stage.Host.Logs.Lines, line => line.StartsWith("Warning Restored", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_that_nobody_takes_becomes_a_dead_letter_with_its_last_failure()
    {
        await KeepAsync(maxAge: TimeSpan.FromSeconds(30));
        _stage.Backends.Script = (_, _) => Task.FromResult<Reply>(ScriptedBackends.Answer("", 503));
        await _stage.Worker.StartAsync(Cancelled);

        await CountedAsync("dead");

        var letter = Assert.Single(await _stage.Shared.ListDeadAsync("shop", 10, Cancelled)).Message;
        Assert.Equal("it answered with status 503", letter.Failure);
        Assert.Equal(2 + _stage.Backends.Calls.Count, letter.Attempts);
        Assert.InRange(_stage.Backends.Calls.Count, 3, 6);
        Assert.Contains(_stage.Host.Logs.Lines, line => line.StartsWith("Error Dead", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_hangs_leases_up_no_other()
    {
        _stage.Configured.Replace([_stage.Service, Pipeline.Pushes.Service(name: "hung")]);
        for (var i = 0; i < 20; i++)
        {
            await KeepAsync(KeptMessages.New("hung"));
        }

        _stage.Backends.Script = async (message, cancellationToken) =>
        {
            if (message.Service.Name == "hung")
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return ScriptedBackends.Answer("");
        };
        await _stage.Worker.StartAsync(Cancelled);
        await Eventually.HoldsAsync(() => Passes() && _stage.Worker.UnderWay == 1, "one hangs", Cancelled);
        for (var i = 0; i < 20; i++)
        {
            await KeepAsync();
        }

        await CountedAsync("delivered", 20);

        Assert.Single(_stage.Backends.Calls, call => call.Route == "hung.message");
    }

    [Fact]
    public async Task Stopping_lets_a_backend_finish()
    {
        await KeepAsync();
        var answer = new TaskCompletionSource<Reply>(TaskCreationOptions.RunContinuationsAsynchronously);
        _stage.Backends.Script = (_, _) => answer.Task;
        await _stage.Worker.StartAsync(Cancelled);
        await Eventually.HoldsAsync(() => Passes() && _stage.Backends.Calls.Count == 1, "the backend was called", Cancelled);

        var stopping = _stage.Worker.StopAsync(Cancelled);
        Assert.False(stopping.IsCompleted);
        answer.SetResult(ScriptedBackends.Answer("""{"msg":"late"}"""));
        await stopping;

        Assert.Equal(1, Sent());
        Assert.Equal(QueueCount.None("shop"), await _stage.CountAsync());
    }

    [Fact]
    public async Task Stopping_gives_back_what_a_backend_does_not_finish()
    {
        await KeepAsync();
        _stage.Backends.Script = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
            return new BackendAnswer(0, default, "the call broke off");
        };
        await _stage.Worker.StartAsync(Cancelled);
        await Eventually.HoldsAsync(() => Passes() && _stage.Backends.Calls.Count == 1, "the backend was called", Cancelled);

        var stopping = _stage.Worker.StopAsync(Cancelled);
        await Eventually.HoldsAsync(() => Passes() && stopping.IsCompleted, "it stopped", Cancelled);
        await stopping;

        var taken = Assert.Single((await _stage.Shared.TakeAsync("another", 1, Cancelled)).Taken);
        Assert.Equal((3, 0), (taken.Message.Attempts, taken.Tries));
    }

    [Fact]
    public async Task While_the_store_is_away_messages_are_kept_and_delivered_from_here_with_one_warning()
    {
        _stage.Queue.IsAway = true;
        await KeepAsync();
        await KeepAsync();
        await _stage.Worker.StartAsync(Cancelled);

        await CountedAsync("delivered", 2);

        Assert.Equal(0, _stage.Local.Kept);
        Assert.Single(_stage.Host.Logs.Lines, line => line.StartsWith("Warning Unavailable", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_kept_here_moves_to_the_store_when_that_is_back()
    {
        _stage.Queue.IsAway = true;
        await KeepAsync(delay: TimeSpan.FromMinutes(30));
        _stage.Queue.IsAway = false;
        await _stage.Worker.StartAsync(Cancelled);

        await Eventually.HoldsAsync(() => Passes() && _stage.Local.Kept == 0, "it moved", Cancelled);

        Assert.Equal((1, 0), await WaitingAndLeasedAsync());
    }

    [Theory]
    [InlineData(503)]
    [InlineData(null)]
    public async Task What_dies_here_is_a_dead_letter_where_people_look_for_it_when_the_store_is_back(int? status)
    {
        // Either the backend fails once more, or nobody gets to it in time.
        _stage.Backends.Script = (_, _) => Task.FromResult<Reply>(ScriptedBackends.Answer("", status ?? 200));
        _stage.Queue.IsAway = true;
        var message = await KeepAsync(delay: status is null ? TimeSpan.FromMinutes(30) : TimeSpan.Zero, maxAge: TimeSpan.FromSeconds(10));
        await _stage.Worker.StartAsync(Cancelled);
        await Eventually.HoldsAsync(
            async () => Passes() && (await _stage.Local.ListDeadAsync("shop", 1, Cancelled)).Count == 1, "it died", Cancelled);
        Assert.DoesNotContain("wxgateway.redelivery.messages service=shop result=dead", _stage.Host.Metrics.All);

        _stage.Queue.IsAway = false;
        await CountedAsync("dead");

        Assert.Equal(message.Id, Assert.Single(await _stage.Shared.ListDeadAsync("shop", 10, Cancelled)).Message.Id);
        Assert.Empty(await _stage.Local.ListDeadAsync("shop", 10, Cancelled));
        Assert.Single(_stage.Host.Logs.Lines, line => line.StartsWith("Error Dead", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_delivered_while_the_store_was_away_is_not_delivered_again_when_it_is_back()
    {
        await KeepAsync();
        _stage.Backends.Script = (_, _) =>
        {
            _stage.Queue.IsAway = true;
            return Task.FromResult<Reply>(ScriptedBackends.Answer(""));
        };
        await _stage.Worker.StartAsync(Cancelled);
        await CountedAsync("delivered");

        // Its lease ends meanwhile.
        _stage.Host.Clock.Advance(RedeliveryTimes.Lease * 2);
        _stage.Queue.IsAway = false;
        await Eventually.HoldsAsync(
            async () => Passes() && await _stage.CountAsync() == QueueCount.None("shop"), "the store knows", Cancelled);

        Assert.Single(_stage.Backends.Calls);
    }

    [Fact]
    public async Task A_process_that_ends_moves_what_it_can_and_owns_up_to_the_rest()
    {
        _stage.Queue.IsAway = true;
        await KeepAsync();
        await _stage.Store.StopAsync(Cancelled);

        Assert.Contains("wxgateway.redelivery.messages service=shop result=lost", _stage.Host.Metrics.All);
        Assert.Contains(_stage.Host.Logs.Lines, line => line.StartsWith("Error LostWithProcess '1' messages", StringComparison.Ordinal));

        _stage.Queue.IsAway = false;
        await _stage.Store.StopAsync(Cancelled);
        Assert.Equal(1, (await _stage.CountAsync()).Waiting);
    }

    [Fact]
    public async Task Its_gauges_show_what_there_is_and_go_back_to_nothing()
    {
        await KeepAsync(delay: TimeSpan.FromSeconds(20));
        await _stage.Worker.StartAsync(Cancelled);
        await Eventually.HoldsAsync(() => Passes() && Gauge("waiting") == 1, "one was shown", Cancelled);
        Assert.Equal(0, Gauge("dead"));

        await CountedAsync("delivered");
        await Eventually.HoldsAsync(() => Passes() && Gauge("waiting") == 0, "none was shown", Cancelled);
        Assert.Equal(0, Gauge("oldest"));
    }

    private double? Gauge(string name)
        => _stage.Host.Metrics.Observe().TryGetValue($"wxgateway.redelivery.{name} service=shop", out var value) ? value : null;

    private async Task<KeptMessage> KeepAsync(KeptMessage? message = null, TimeSpan delay = default, TimeSpan? maxAge = null)
    {
        message ??= KeptMessages.New();
        Assert.Equal(KeepResult.Kept, await _stage.Store.KeepAsync(KeptMessages.Keep(message, delay, maxAge: maxAge)));
        return message;
    }

    private async Task RestageAsync(Action<ServiceOptions> configure)
    {
        await _stage.DisposeAsync();
        _stage = new Stage(configure);
    }

    /// <summary>Lets a moment pass; a condition that waits with it makes time go on.</summary>
    private bool Passes()
    {
        _stage.Host.Clock.Advance(TimeSpan.FromMilliseconds(200));
        return true;
    }

    private Task CountedAsync(string result, int times = 1)
        => Eventually.HoldsAsync(
            () => Passes() && _stage.Host.Metrics.All.Count(count => count.StartsWith("wxgateway.redelivery.messages",
                StringComparison.Ordinal) && count.EndsWith($"result={result}", StringComparison.Ordinal)) >= times,
            $"{times} were {result}",
            Cancelled);

    private async Task StopAsync()
    {
        var stopping = _stage.Worker.StopAsync(Cancelled);
        await Eventually.HoldsAsync(() => Passes() && stopping.IsCompleted, "it stopped", Cancelled);
    }

    private int Sent() => _stage.Host.WeChat.Calls.Count(call => call.Path == SendPath);

    private async Task<(long Waiting, long Leased)> WaitingAndLeasedAsync() => await _stage.CountAsync() is var count
        ? (count.Waiting, count.Leased) : default;
}
