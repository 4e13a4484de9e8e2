using System.Globalization;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Redelivery.Queue;
using WxYarpGateway.Transforms.Tests.Pipeline;

namespace WxYarpGateway.Transforms.Tests.Redelivery;

public sealed class RedeliveryTransformTests : IAsyncDisposable
{
    private readonly Stage _stage = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Theory]
    [InlineData(200, true)]
    [InlineData(204, true)]
    [InlineData(302, true)]
    [InlineData(404, true)]
    [InlineData(499, true)]
    [InlineData(429, false)]
    [InlineData(500, false)]
    [InlineData(503, false)]
    public async Task A_backend_that_answered_took_the_message_unless_it_failed_or_was_too_busy(int status, bool isTaken)
    {
        var answer = new BackendAnswer(status, default, null);

        Assert.Same(answer, await InvokeAsync(_stage.Acquired(), answer));

        Assert.Equal(isTaken ? 0 : 1, (await _stage.CountAsync()).Waiting);
        Assert.Equal(isTaken ? [] : ["wxgateway.redelivery.messages service=shop result=kept"], _stage.Host.Metrics.All);
    }

    [Fact]
    public async Task What_was_too_large_to_be_a_reply_was_taken_and_what_broke_off_was_not()
    {
        await InvokeAsync(_stage.Acquired(), new BackendAnswer(200, default, "its answer is larger than 64 KiB") { IsTooLarge = true });
        Assert.Equal(0, (await _stage.CountAsync()).Waiting);

        await InvokeAsync(_stage.Acquired(), new BackendAnswer(200, default, "the call broke off"));
        Assert.Equal(1, (await _stage.CountAsync()).Waiting);
    }

    [Fact]
    public async Task All_that_the_backend_and_the_reply_need_is_kept_as_it_reached_the_exchange()
    {
        var message = _stage.Acquired();
        message.Body = "changed by a host"u8.ToArray();
        message.Attempts = 2;
        _stage.Host.Clock.Advance(TimeSpan.FromSeconds(3));

        await InvokeAsync(message, new BackendAnswer(503, default, null));

        var kept = await _stage.OnlyAsync();
        Assert.Equal(("shop", "7000", 2, "it answered with status 503"), (kept.Service, kept.MessageId, kept.Attempts, kept.Failure));
        Assert.Equal(message.Head, kept.Head);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), kept.ReceivedAt);
        Assert.Equal("changed by a host"u8.ToArray(), kept.Body.ToArray());
    }

    [Fact]
    public async Task The_failure_goes_on_its_way_only_when_the_message_is_safe()
    {
        var stored = new TaskCompletionSource();
        _stage.Queue.Answers = stored.Task;
        var reply = InvokeAsync(_stage.Acquired(), new BackendAnswer(500, default, null));
        Assert.False(reply.IsCompleted);

        stored.SetResult();

        Assert.IsType<BackendAnswer>(await reply);
        Assert.Equal(1, (await _stage.CountAsync()).Waiting);
    }

    [Fact]
    public async Task An_exception_is_kept_and_thrown()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await _stage.Transform.InvokeAsync(
                _stage.Acquired(), (_, _) => throw new InvalidOperationException("the text of it"), Cancelled));

        Assert.Equal("the gateway met a InvalidOperationException", (await _stage.OnlyAsync()).Failure);
    }

    [Fact]
    public async Task Neither_an_echo_nor_a_delivery_without_the_lease_of_the_ledger_is_kept()
    {
        await InvokeAsync(_stage.Acquired(), new TextReply("echo"));
        await InvokeAsync(Pushes.Converted(_stage.Service), new BackendAnswer(500, default, null));

        Assert.Equal(QueueCount.None("shop"), await _stage.CountAsync());
    }

    [Fact]
    public async Task A_service_may_have_it_off()
    {
        var message = _stage.Acquired(TestHost.Service(options => options.Redelivery.MaxAge = TimeSpan.Zero));

        await InvokeAsync(message, new BackendAnswer(500, default, null));
        await LeaseAsync(_stage.Acquired(message.Service), Task.CompletedTask);

        Assert.Equal(QueueCount.None("shop"), await _stage.CountAsync());
        Assert.Empty(_stage.Host.Metrics.All);
    }

    [Fact]
    public async Task What_finds_no_room_is_lost_and_told_once_a_minute()
    {
        var service = TestHost.Service(options => options.Redelivery.MaxMessages = 1);
        for (var i = 0; i < 3; i++)
        {
            await InvokeAsync(_stage.Acquired(service), new BackendAnswer(500, default, null));
        }

        Assert.Equal(2, _stage.Host.Metrics.All.Count(count => count == "wxgateway.redelivery.messages service=shop result=lost"));
        Assert.Single(_stage.Host.Logs.Lines, line => line.StartsWith("Error Full", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_fails_while_the_host_stops_is_due_at_once()
    {
        _stage.StopApplication();

        await InvokeAsync(_stage.Acquired(), new BackendAnswer(0, default, "the call broke off (RequestCanceled)"));

        Assert.Single((await _stage.Shared.TakeAsync("another", 1, Cancelled)).Taken);
    }

    [Fact]
    public async Task At_the_deadline_a_message_is_leased_and_let_go_when_the_backend_takes_it()
    {
        var message = _stage.Acquired();
        var backend = new TaskCompletionSource<Reply>(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = _stage.Transform.InvokeAsync(message, async (_, _) => await backend.Task, Cancelled).AsTask();

        await LeaseAsync(message, work);
        Assert.Equal((0, 1), await WaitingAndLeasedAsync());

        // As long as the backend is at work.
        _stage.Host.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Empty((await _stage.Shared.TakeAsync("another", 1, Cancelled)).Taken);
        backend.SetResult(new BackendAnswer(200, default, null));
        await work;

        Assert.Equal(QueueCount.None("shop"), await _stage.CountAsync());
        Assert.False(message.IsHandedOver);
        Assert.Equal(0, _stage.Leases.Count);
    }

    [Fact]
    public async Task What_was_leased_and_fails_waits_to_be_delivered_again()
    {
        var message = _stage.Acquired();
        var backend = new TaskCompletionSource<Reply>(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = _stage.Transform.InvokeAsync(message, async (_, _) => await backend.Task, Cancelled).AsTask();
        await LeaseAsync(message, work);

        backend.SetResult(new BackendAnswer(502, default, null));
        await work;

        Assert.Equal((1, 0), await WaitingAndLeasedAsync());
        Assert.True(MessageKeeping.Of(message).IsKept);
        Assert.Equal(0, _stage.Leases.Count);
    }

    [Fact]
    public async Task A_delivery_that_acquires_its_message_only_after_the_deadline_leases_it_in_the_queue_then()
    {
        var message = Pushes.Converted(_stage.Service);
        Assert.True(message.TryCutOff());
        var backend = new TaskCompletionSource<Reply>(TaskCreationOptions.RunContinuationsAsynchronously);
        await LeaseAsync(message, backend.Task);
        Assert.Equal((0, 0), await WaitingAndLeasedAsync());

        MessageKeeping.Of(message).Acquire();
        var work = _stage.Transform.InvokeAsync(message, async (_, _) => await backend.Task, Cancelled).AsTask();

        Assert.Equal((0, 1), await WaitingAndLeasedAsync());
        backend.SetResult(new BackendAnswer(200, default, null));
        await work;
        await Eventually.HoldsAsync(async () => await WaitingAndLeasedAsync() == (0, 0), "the lease was released", Cancelled);
    }

    [Fact]
    public async Task Nothing_stays_leased_when_a_transform_of_the_hosts_answers_by_itself()
    {
        var message = _stage.Acquired();
        var transform = new TaskCompletionSource();
        await LeaseAsync(message, transform.Task);
        Assert.Equal((0, 1), await WaitingAndLeasedAsync());

        transform.SetException(new InvalidOperationException("broken"));

        await Eventually.HoldsAsync(async () => await WaitingAndLeasedAsync() == (0, 0), "the lease was released", Cancelled);
    }

    [Fact]
    public async Task Whoever_loses_his_lease_breaks_off_and_leaves_message_and_reply_to_the_other()
    {
        var message = _stage.Acquired();
        using var giveUp = new CancellationTokenSource();
        var work = _stage.Transform.InvokeAsync(
            message,
            async (_, _) =>
            {
                await Task.Delay(Timeout.Infinite, giveUp.Token).ContinueWith(_ => { }, TaskScheduler.Default);
                return new BackendAnswer(0, default, "the call broke off");
            },
            Cancelled).AsTask();
        await _stage.Keeper.LeaseAsync(message, work, giveUp);

        // The store was away so long that the lease ended, and another replica was there first.
        _stage.Queue.IsAway = true;
        _stage.Host.Clock.Advance(RedeliveryTimes.Lease + TimeSpan.FromSeconds(1));
        var taken = Assert.Single((await _stage.Shared.TakeAsync("another", 1, Cancelled)).Taken);
        _stage.Queue.IsAway = false;
        _stage.Host.Clock.Advance(RedeliveryTimes.Renewal);
        await work;

        Assert.False(MessageKeeping.Of(message).IsKept);
        Assert.Equal((0, 1), await WaitingAndLeasedAsync());
        Assert.True(await _stage.Shared.DoneAsync(taken.Message.Id, isRedelivery: true, Cancelled));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_queue_does_not_know_is_entered_while_a_backend_is_at_work_on_it(bool isAway)
    {
        var message = _stage.Acquired();
        var backend = new TaskCompletionSource<Reply>(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = _stage.Transform.InvokeAsync(message, async (_, _) => await backend.Task, Cancelled).AsTask();

        // It is away at the deadline, or emptied after it.
        _stage.Queue.IsAway = isAway;
        await LeaseAsync(message, work);
        _stage.Host.Clock.Advance(RedeliveryTimes.Renewal);
        _stage.Queue.IsAway = false;
        _stage.Shared.Forget(message.Key.ToString("x32", CultureInfo.InvariantCulture));
        Assert.Equal((0, 0), await WaitingAndLeasedAsync());

        _stage.Host.Clock.Advance(RedeliveryTimes.Renewal);

        Assert.Equal((0, 1), await WaitingAndLeasedAsync());
        backend.SetResult(new BackendAnswer(200, default, null));
        await work;
        await Eventually.HoldsAsync(async () => await WaitingAndLeasedAsync() == (0, 0), "the lease was released", Cancelled);
        _stage.Host.Clock.Advance(RedeliveryTimes.Renewal);
        Assert.Equal((0, 0), await WaitingAndLeasedAsync());
        Assert.Equal(0, _stage.Leases.Count);
    }

    [Fact]
    public async Task A_reply_that_another_replica_was_first_to_get_is_not_sent_twice()
    {
        var message = _stage.Acquired();
        var backend = new TaskCompletionSource<Reply>(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = _stage.Transform.InvokeAsync(message, async (_, _) => await backend.Task, Cancelled).AsTask();
        await LeaseAsync(message, work);
        _stage.Queue.IsAway = true;
        _stage.Host.Clock.Advance(RedeliveryTimes.Lease + TimeSpan.FromSeconds(1));
        await _stage.Shared.DoneAsync(
            (await _stage.Shared.TakeAsync("another", 1, Cancelled)).Taken[0].Message.Id, isRedelivery: true, Cancelled);
        _stage.Queue.IsAway = false;

        backend.SetResult(new BackendAnswer(200, default, null));
        await work;

        Assert.True(message.IsHandedOver);
    }

    [Fact]
    public async Task What_ends_at_the_very_deadline_leaves_nothing_behind_or_is_kept_once()
    {
        for (var i = 0; i < 200; i++)
        {
            var (taken, failed) = (_stage.Acquired(), _stage.Acquired());
            var works = new[] { taken, failed }.Select(message => Task.Run(
                () => InvokeAsync(message, new BackendAnswer(message == taken ? 200 : 500, default, null)), Cancelled)).ToArray();
            await Task.WhenAll([
                .. works, Task.Run(() => LeaseAsync(taken, works[0]), Cancelled), Task.Run(() => LeaseAsync(failed, works[1]), Cancelled)]);
            await Eventually.HoldsAsync(async () => await WaitingAndLeasedAsync() == (i + 1, 0), $"{i + 1} messages wait", Cancelled);
        }

        Assert.Equal(0, _stage.Leases.Count);
    }

    private Task<Reply> InvokeAsync(MessageContext message, Reply reply)
        => _stage.Transform.InvokeAsync(message, Pushes.Answering(reply), Cancelled).AsTask();

    private async Task LeaseAsync(MessageContext message, Task work)
    {
        using var giveUp = new CancellationTokenSource();
        await _stage.Keeper.LeaseAsync(message, work, giveUp);
    }

    private async Task<(long Waiting, long Leased)> WaitingAndLeasedAsync() => await _stage.CountAsync() is var count
        ? (count.Waiting, count.Leased) : default;
}
