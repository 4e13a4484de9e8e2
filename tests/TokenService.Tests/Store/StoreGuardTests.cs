using Microsoft.Extensions.Logging;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Health;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Store;

[Collection(nameof(Alone))]
[Trait(Alone.Needs, Alone.Machine)]
public sealed class StoreGuardTests : IDisposable
{
    private static readonly string Key = "v1:wx1:access_token:stable:00000000";

    private readonly FakeTimeProvider _clock = new();
    private readonly CollectedLogs _logs = new();
    private readonly LoggerFactory _loggerFactory = new();
    private readonly SharedStore _shared;
    private readonly GuardedStore _store;

    public StoreGuardTests()
    {
        _loggerFactory.AddProvider(_logs);
        _shared = new SharedStore(_clock);
        _store = new GuardedStore(_shared.Store, new StoreGuard(_clock, _loggerFactory.CreateLogger<StoreGuard>()));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _loggerFactory.Dispose();

    [Fact]
    public async Task A_store_that_hangs_and_heeds_nothing_is_given_up_after_half_a_second()
    {
        _shared.Error = _ => new TaskCompletionSource().Task;
        var startedAt = _clock.GetTimestamp();

        var e = await Assert.ThrowsAsync<StoreUnavailableException>(GetWhileTimePassesAsync);

        Assert.Equal("The store is not available: it did not answer in time.", e.Message);
        Assert.InRange(_clock.GetElapsedTime(startedAt), TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(600));
    }

    [Fact]
    public async Task Its_state_is_how_the_last_call_ended_and_since_when()
    {
        var guard = new StoreGuard(_clock, _loggerFactory.CreateLogger<StoreGuard>());
        var store = new GuardedStore(_shared.Store, guard);
        Assert.Equal(new StoreState(IsAvailable: false, _clock.GetUtcNow(), HasAnswered: false), guard.State);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await store.GetAsync(Key, Cancelled);
        var answered = new StoreState(IsAvailable: true, _clock.GetUtcNow(), HasAnswered: true);
        Assert.Equal(answered, guard.State);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await store.GetAsync(Key, Cancelled);
        Assert.Equal(answered, guard.State);

        _shared.Error = _ => throw new InvalidOperationException("It is away.");
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.GetAsync(Key, Cancelled));
        Assert.Equal(new StoreState(IsAvailable: false, _clock.GetUtcNow(), HasAnswered: true), guard.State);
    }

    [Fact]
    public async Task A_caller_that_gives_up_says_nothing_about_the_store()
    {
        var guard = new StoreGuard(_clock, _loggerFactory.CreateLogger<StoreGuard>());
        var store = new GuardedStore(_shared.Store, guard);
        await store.GetAsync(Key, Cancelled);
        using var giveUp = new CancellationTokenSource();
        _shared.Error = token => Task.Delay(Timeout.InfiniteTimeSpan, _clock, token);
        var call = store.GetAsync(Key, giveUp.Token).AsTask();

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.True(guard.State.IsAvailable);
    }

    [Fact]
    public async Task A_store_that_heeds_cancellation_is_told_that_nobody_waits()
    {
        var seen = CancellationToken.None;
        _shared.Error = token =>
        {
            seen = token;
            return new TaskCompletionSource().Task;
        };

        await Assert.ThrowsAsync<StoreUnavailableException>(GetWhileTimePassesAsync);

        Assert.True(seen.IsCancellationRequested);
    }

    [Fact]
    public async Task A_frozen_store_costs_one_call_and_then_one_a_second_until_it_answers()
    {
        _shared.Error = _ => new TaskCompletionSource().Task;
        await Assert.ThrowsAsync<StoreUnavailableException>(GetWhileTimePassesAsync);
        var silentAt = _clock.GetTimestamp();
        for (var i = 0; i < 100; i++)
        {
            var e = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _store.GetAsync(Key, Cancelled));
            Assert.Equal("The store is not available: it did not answer a moment ago and is left alone.", e.Message);
        }

        Assert.Single(_shared.Calls);
        Assert.Equal(TimeSpan.Zero, _clock.GetElapsedTime(silentAt));

        _clock.Advance(TimeSpan.FromSeconds(1));
        var findsOut = _store.GetAsync(Key, Cancelled).AsTask();
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _store.GetAsync(Key, Cancelled));
        Assert.Equal(2, _shared.Calls.Count);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Some.WhileTimePassesAsync(_clock, findsOut, Cancelled));

        _shared.Error = null;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await _store.GetAsync(Key, Cancelled));
        Assert.Null(await _store.GetAsync(Key, Cancelled));
    }

    [Fact]
    public async Task Who_insists_is_let_through_to_a_store_that_is_left_alone_and_bounded_all_the_same()
    {
        var guard = new StoreGuard(_clock, _loggerFactory.CreateLogger<StoreGuard>());
        var hanging = guard.AskAsync(
            static (never, _) => new ValueTask<int>(never), new TaskCompletionSource<int>().Task, Cancelled).AsTask();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Some.WhileTimePassesAsync(_clock, hanging, Cancelled));

        var insisting = guard.InsistAsync(
            static (never, _) => new ValueTask<int>(never), new TaskCompletionSource<int>().Task, Cancelled).AsTask();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Some.WhileTimePassesAsync(_clock, insisting, Cancelled));

        Assert.Equal(1, await guard.InsistAsync(static (answer, _) => new ValueTask<int>(answer), 1, Cancelled));
        Assert.Equal(2, await guard.AskAsync(static (answer, _) => new ValueTask<int>(answer), 2, Cancelled));
    }

    [Fact]
    public async Task An_answer_to_anybody_ends_the_silence()
    {
        var answer = new TaskCompletionSource();
        var turn = 0;
        _shared.Error = _ => turn++ == 0 ? new TaskCompletionSource().Task : answer.Task;
        var hanging = _store.GetAsync(Key, Cancelled).AsTask();
        _clock.Advance(TimeSpan.FromMilliseconds(400));
        var slow = _store.GetAsync(Key, Cancelled).AsTask();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Some.WhileTimePassesAsync(_clock, hanging, Cancelled));

        answer.SetResult();
        await slow;

        Assert.Null(await _store.GetAsync(Key, Cancelled));
    }

    [Fact]
    public async Task A_store_that_hangs_is_told_of_once_and_so_is_its_return()
    {
        _shared.Error = _ => new TaskCompletionSource().Task;
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(GetWhileTimePassesAsync);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Single(_logs.Lines, line => line.StartsWith("Warning StoreOpened", StringComparison.Ordinal));

        _shared.Error = null;
        Assert.Null(await _store.GetAsync(Key, Cancelled));
        Assert.Contains("Information StoreClosed", _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_hangs_and_then_fails_at_once_has_not_returned()
    {
        _shared.Error = _ => new TaskCompletionSource().Task;
        await Assert.ThrowsAsync<StoreUnavailableException>(GetWhileTimePassesAsync);

        _clock.Advance(TimeSpan.FromSeconds(1));
        _shared.Error = _ => throw new IOException("gone");
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _store.GetAsync(Key, Cancelled));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _store.GetAsync(Key, Cancelled));
        Assert.DoesNotContain("StoreClosed", _logs.Text, StringComparison.Ordinal);

        _shared.Error = null;
        Assert.Null(await _store.GetAsync(Key, Cancelled));
        Assert.Single(_logs.Lines, line => line.StartsWith("Information StoreClosed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_that_fails_at_once_is_asked_again_at_once()
    {
        _shared.Error = _ => throw new IOException("gone");
        for (var i = 0; i < 100; i++)
        {
            var e = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _store.GetAsync(Key, Cancelled));
            Assert.Equal("The store is not available: it failed with IOException.", e.Message);
        }

        Assert.Equal(100, _shared.Calls.Count);
        _shared.Error = null;
        Assert.Null(await _store.GetAsync(Key, Cancelled));
    }

    [Fact]
    public async Task One_call_in_vain_is_enough_however_many_were_answered_before()
    {
        for (var i = 0; i < 1000; i++)
        {
            await _store.GetAsync(Key, Cancelled);
        }

        _shared.Error = _ => new TaskCompletionSource().Task;
        await Assert.ThrowsAsync<StoreUnavailableException>(GetWhileTimePassesAsync);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _store.GetAsync(Key, Cancelled));

        Assert.Equal(1001, _shared.Calls.Count);
    }

    [Fact]
    public async Task Setting_the_wall_clock_back_does_not_keep_a_store_that_answers_shut_out()
    {
        _shared.Error = _ => new TaskCompletionSource().Task;
        await Assert.ThrowsAsync<StoreUnavailableException>(GetWhileTimePassesAsync);

        _shared.Error = null;
        _clock.JumpTo(new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await _store.GetAsync(Key, Cancelled));
    }

    [Fact]
    public async Task What_a_driver_says_of_its_failure_is_not_repeated()
    {
        _shared.Error = _ => throw new IOException("while writing t0ken-value");

        for (var i = 0; i < 3; i++)
        {
            var e = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _store.GetAsync(Key, Cancelled));
            Assert.DoesNotContain("t0ken-value", e.ToString(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("t0ken-value", _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_not_a_failure_of_the_store()
    {
        _shared.Error = token => Task.Delay(Timeout.Infinite, token);
        for (var i = 0; i < 10; i++)
        {
            using var given = new CancellationTokenSource();
            var call = _store.GetAsync(Key, given.Token).AsTask();
            await given.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        _shared.Error = null;
        Assert.Null(await _store.GetAsync(Key, Cancelled));
    }

    [Fact]
    public async Task An_answer_that_is_there_when_the_time_is_over_counts()
    {
        var guard = new StoreGuard(_clock, _loggerFactory.CreateLogger<StoreGuard>());
        for (var i = 0; i < 100; i++)
        {
            // Its continuations wait for a thread, as those of a driver do.
            var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            var asking = guard.AskAsync(static answer => answer, answer.Task, Cancelled).AsTask();
            answer.SetResult(i);
            _clock.Advance(TimeSpan.FromMilliseconds(500));

            Assert.Equal(i, await asking);
        }
    }

    [Fact]
    public async Task An_answer_that_a_process_without_threads_has_yet_to_read_counts()
    {
        var guard = new StoreGuard(TimeProvider.System, _loggerFactory.CreateLogger<StoreGuard>());
        var answer = new TaskCompletionSource<int>();
        ValueTask<int> asking;
        using (StarvedPool.Begin(TimeSpan.FromMilliseconds(750)))
        {
            asking = guard.AskAsync(static answer => answer, answer.Task, Cancelled);

            // From the socket to the driver, from the driver to the caller.
            ThreadPool.UnsafeQueueUserWorkItem(
                _ => ThreadPool.UnsafeQueueUserWorkItem(
                _ => ThreadPool.UnsafeQueueUserWorkItem(_ => answer.SetResult(1), null), null), null);
        }

        Assert.Equal(1, await asking);
        Assert.Equal(2, await guard.AskAsync(static answer => Task.FromResult(answer), 2, Cancelled));
    }

    [Fact]
    public async Task An_answer_counts_also_when_the_timer_was_in_time_and_only_the_threads_were_not()
    {
        var guard = new StoreGuard(_clock, _loggerFactory.CreateLogger<StoreGuard>());
        var answer = new TaskCompletionSource<int>();
        ValueTask<int> asking;
        using (StarvedPool.Begin(TimeSpan.FromMilliseconds(100)))
        {
            asking = guard.AskAsync(static answer => answer, answer.Task, Cancelled);

            // The timer fires here and now; its looks for the answer wait for a thread.
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            _clock.Advance(TimeSpan.FromMilliseconds(200));
        }

        for (var i = 0; i < 100; i++)
        {
            await Task.Yield();
        }

        answer.SetResult(1);
        Assert.Equal(1, await asking);
    }

    [Fact]
    public async Task A_store_that_hangs_is_given_up_also_by_a_process_that_was_without_threads()
    {
        var guard = new StoreGuard(TimeProvider.System, _loggerFactory.CreateLogger<StoreGuard>());
        ValueTask<int> asking;
        using (StarvedPool.Begin(TimeSpan.FromMilliseconds(750)))
        {
            asking = guard.AskAsync(static never => never, new TaskCompletionSource<int>().Task, Cancelled);
        }

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await asking);
    }

    [Fact]
    public async Task Calls_end_each_at_its_own_time_and_leave_no_timer_behind()
    {
        var guard = new StoreGuard(_clock, _loggerFactory.CreateLogger<StoreGuard>());
        var answers = Enumerable.Range(0, 5).Select(_ => new TaskCompletionSource<int>()).ToArray();
        var calls = new List<Task<int>>();
        foreach (var answer in answers)
        {
            calls.Add(guard.InsistAsync(static answer => answer, answer.Task, Cancelled).AsTask());
            _clock.Advance(TimeSpan.FromMilliseconds(50));
        }

        answers[0].SetResult(1);
        answers[2].SetResult(1);
        answers[4].SetResult(1);
        await Task.WhenAll(calls[0], calls[2], calls[4]);
        Assert.Equal(1, _clock.WaitingTimers);

        _clock.Advance(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => calls[1]);
        Assert.False(calls[3].IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => calls[3]);
        Assert.Equal(0, _clock.WaitingTimers);
    }

    [Fact]
    public async Task A_caller_that_gives_up_leaves_no_timer_behind()
    {
        var guard = new StoreGuard(_clock, _loggerFactory.CreateLogger<StoreGuard>());
        using var giveUp = new CancellationTokenSource();
        var answer = new TaskCompletionSource<int>();
        var asking = guard.AskAsync(static answer => answer, answer.Task, giveUp.Token).AsTask();
        Assert.Equal(1, _clock.WaitingTimers);

        await giveUp.CancelAsync();

        Assert.Equal(giveUp.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking)).CancellationToken);
        Assert.Equal(0, _clock.WaitingTimers);
        answer.SetException(new IOException("too late for anybody"));
        Assert.Equal(1, await guard.AskAsync(static answer => Task.FromResult(answer), 1, Cancelled));
    }

    private Task<StoredValue?> GetWhileTimePassesAsync() =>
        Some.WhileTimePassesAsync(_clock, _store.GetAsync(Key, Cancelled).AsTask(), Cancelled);
}
