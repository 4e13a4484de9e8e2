using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Deadlines;

namespace WxYarpGateway.Transforms.Tests.Deadlines;

public sealed class DeadlineClockTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(60);

    private readonly ServiceProvider _provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly SchedulingDelay _delay;
    private readonly DeadlineClock _deadlines;
    private readonly Task _never = new TaskCompletionSource().Task;

    public DeadlineClockTests()
    {
        _delay = new SchedulingDelay(TimeProvider.System, _provider.GetRequiredService<IMeterFactory>());
        _deadlines = new DeadlineClock(TimeProvider.System, _delay);
    }

    private static long Now => TimeProvider.System.GetTimestamp();

    private Task UntilAsync(long since, TimeSpan age, Task work) => _deadlines.UntilAsync(since, age, work).AsTask();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _deadlines.Dispose();
        _provider.Dispose();
    }

    [Fact]
    public async Task What_waits_goes_on_at_its_moment_on_a_thread_of_the_deadlines()
    {
        // Where the thread does not get the processor at its moment, the pool sees to it.
        await Eventually.HoldsAsync(
            async () =>
            {
                var start = Now;
                var (isOnThread, isStillOnThread) = await ThreadsAsync(start);
                Assert.True(TimeProvider.System.GetElapsedTime(start) >= (Soon * 0.75) - TimeSpan.FromMilliseconds(1));
                Assert.False(isStillOnThread);
                return isOnThread;
            },
            "it went on on the thread",
            Cancelled);

        async Task<(bool IsOnThread, bool IsStillOnThread)> ThreadsAsync(long start)
        {
            await UntilAsync(start, Soon, _never).ConfigureAwait(false);
            var isOnThread = _deadlines.IsOnThread;
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            return (isOnThread, _deadlines.IsOnThread);
        }
    }

    [Fact]
    public async Task Work_that_ends_first_is_not_waited_for_any_longer_and_leaves_nothing()
    {
        var work = new TaskCompletionSource();
        var wait = UntilAsync(Now, TimeSpan.FromMinutes(1), work.Task);
        Assert.False(wait.IsCompleted);

        work.SetException(new InvalidOperationException("broken"));

        await wait.WaitAsync(TimeSpan.FromSeconds(20), Cancelled);
        Assert.Equal(0, _deadlines.Waiting);
    }

    [Fact]
    public void Work_that_has_ended_and_a_moment_that_has_passed_wait_for_nothing()
    {
        Assert.True(UntilAsync(Now, TimeSpan.FromMinutes(1), Task.CompletedTask).IsCompleted);
        Assert.True(UntilAsync(Now, TimeSpan.Zero, _never).IsCompleted);
        Assert.True(UntilAsync(Now, TimeSpan.FromSeconds(-1), _never).IsCompleted);
    }

    [Fact]
    public async Task One_who_keeps_the_thread_keeps_no_other_waiting()
    {
        using var isOver = new ManualResetEventSlim();
        var start = Now;
        var kept = KeepAsync();

        await UntilAsync(start, Soon * 3, _never).WaitAsync(TimeSpan.FromSeconds(20), Cancelled);
        isOver.Set();
        await kept;

        async Task KeepAsync()
        {
            await UntilAsync(start, Soon, _never).ConfigureAwait(false);
            isOver.Wait(TimeSpan.FromSeconds(20), CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_thousand_that_are_due_at_once_all_end_and_so_do_those_after_a_pause()
    {
        for (var round = 0; round < 2; round++)
        {
            var start = Now;
            var waits = Enumerable.Range(0, 1000)
                .Select(i => UntilAsync(start, Soon + TimeSpan.FromMilliseconds(i % 7), _never));
            await Task.WhenAll(waits).WaitAsync(TimeSpan.FromSeconds(20), Cancelled);
            Assert.Equal(0, _deadlines.Waiting);
        }
    }

    [Fact]
    public async Task A_process_that_gets_the_processor_late_answers_as_much_earlier()
    {
        _delay.Overslept(TimeSpan.FromSeconds(100));
        Assert.Equal(TimeSpan.FromSeconds(1), _delay.Current);
        var (start, age) = (Now, TimeSpan.FromSeconds(3));
        var late = Task.Delay(age, Cancelled);

        // A quarter of the time is the most that is given away.
        var wait = UntilAsync(start, age, _never);

        Assert.Same(wait, await Task.WhenAny(wait, late).WaitAsync(TimeSpan.FromSeconds(20), Cancelled));
        Assert.True(TimeProvider.System.GetElapsedTime(start).TotalSeconds > 2.2);
    }

    [Fact]
    public async Task Work_after_work_ends_its_own_wait_and_no_other()
    {
        // Waits are used again. One that its deadline and its work end at about the same time must not end another's.
        using var isOver = new CancellationTokenSource();
        var others = Enumerable.Range(0, 2).Select(_ => Task.Run(WorkAfterWorkAsync, Cancelled)).ToArray();
        var random = new Random(1);
        for (var round = 0; round < 100; round++)
        {
            var (start, age) = (Now, TimeSpan.FromMilliseconds(random.Next(1, 5)));
            var work = new TaskCompletionSource();
            var wait = UntilAsync(start, age, work.Task);
            await Task.Delay(random.Next(0, 5), Cancelled);
            work.SetResult();
            await wait.WaitAsync(TimeSpan.FromSeconds(20), Cancelled);
        }

        await isOver.CancelAsync();
        await Task.WhenAll(others);
        Assert.Equal(0, _deadlines.Waiting);

        async Task WorkAfterWorkAsync()
        {
            while (!isOver.IsCancellationRequested)
            {
                var work = new TaskCompletionSource();
                var wait = UntilAsync(Now, TimeSpan.FromMinutes(1), work.Task);
                await Task.Yield();
                Assert.False(wait.IsCompleted);
                work.SetResult();
                await wait;
            }
        }
    }

    [Fact]
    public async Task With_another_time_its_own_timers_wait()
    {
        var clock = new FakeTimeProvider();
        using var deadlines = new DeadlineClock(clock, new SchedulingDelay(clock, _provider.GetRequiredService<IMeterFactory>()));
        var work = new TaskCompletionSource();
        var first = deadlines.UntilAsync(clock.GetTimestamp(), TimeSpan.FromSeconds(3), _never).AsTask();
        var second = deadlines.UntilAsync(clock.GetTimestamp(), TimeSpan.FromSeconds(9), work.Task).AsTask();

        clock.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromMilliseconds(1));
        Assert.False(first.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(first.IsCompleted);
        Assert.Equal(1, clock.WaitingTimers);
        work.SetResult();
        await second;
        Assert.Equal(0, clock.WaitingTimers);
    }

    [Fact]
    public async Task Once_disposed_of_it_still_ends_what_waits()
    {
        _deadlines.Dispose();

        await UntilAsync(Now, Soon, _never).WaitAsync(TimeSpan.FromSeconds(20), Cancelled);
    }
}
