using Microsoft.Extensions.Logging;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.TokenService.Tests;

public sealed class SteadyWorkTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly CollectedLogs _logs = new();
    private readonly ILoggerFactory _loggers;
    private readonly CancellationTokenSource _stopping = new();
    private int _begun;

    public SteadyWorkTests() => _loggers = LoggerFactory.Create(logging => logging.AddProvider(_logs));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _loggers.Dispose();
        _logs.Dispose();
        _stopping.Dispose();
    }

    [Fact]
    public async Task Work_that_fails_is_begun_anew_and_one_error_a_minute_is_logged()
    {
        var running = Run(async _ =>
        {
            await Task.Yield();
            if (++_begun < 4)
            {
                throw new InvalidOperationException($"failure {_begun}");
            }
        });
        for (var failures = 1; failures < 4; failures++)
        {
            await Eventually.HoldsAsync(() => _begun == failures && _clock.WaitingTimers == 1, $"it failed {failures} times", Cancelled);
            _clock.Advance(TimeSpan.FromSeconds(5));
        }

        await running;
        Assert.Equal(4, _begun);
        Assert.Contains("failure 1", _logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("failure 2", _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_that_throws_before_it_waits_is_no_other()
    {
        var running = Run(_ => ++_begun == 1 ? throw new InvalidOperationException("at once") : Task.CompletedTask);
        await Eventually.HoldsAsync(() => _clock.WaitingTimers == 1, "it waits", Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(5));

        await running;
        Assert.Equal(2, _begun);
    }

    [Fact]
    public async Task A_cancellation_that_is_not_the_hosts_is_a_failure_like_any_other()
    {
        var running = Run(_ => ++_begun == 1 ? Task.FromCanceled(new CancellationToken(canceled: true)) : Task.CompletedTask);
        await Eventually.HoldsAsync(() => _clock.WaitingTimers == 1, "it waits", Cancelled);
        _clock.Advance(TimeSpan.FromSeconds(5));

        await running;
        Assert.Equal(2, _begun);
    }

    [Fact]
    public async Task The_host_stops_it_at_work_and_in_the_pause()
    {
        var atWork = Run(token => Task.Delay(Timeout.Infinite, token));
        var inPause = Run(_ => throw new InvalidOperationException("failure"));

        await _stopping.CancelAsync();

        await atWork;
        await inPause;
        Assert.DoesNotContain(nameof(OperationCanceledException), _logs.Text, StringComparison.Ordinal);
    }

    private Task Run(Func<CancellationToken, Task> work)
        => SteadyWork.RunAsync(work, _clock, _loggers.CreateLogger<SteadyWorkTests>(), _stopping.Token);
}
