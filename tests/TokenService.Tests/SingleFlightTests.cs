using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.TokenService.Tests;

public sealed class SingleFlightTests : IDisposable
{
    private readonly SingleFlight<string, int> _flight = new();
    private readonly TaskCompletionSource<int> _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _started;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _flight.Dispose();

    [Fact]
    public async Task Everybody_who_asks_meanwhile_gets_the_one_result()
    {
        var asked = 0;
        var crowd = Enumerable.Range(0, 100).Select(_ => Task.Run(() =>
        {
            var run = Run("a");
            Interlocked.Increment(ref asked);
            return run;
        })).ToArray();
        await Eventually.HoldsAsync(() => Volatile.Read(ref asked) == 100, "all have asked", Cancelled);
        _gate.SetResult(7);

        Assert.All(await Task.WhenAll(crowd), result => Assert.Equal(7, result));
        Assert.Equal(1, _started);
    }

    [Fact]
    public async Task Two_keys_are_two_operations()
    {
        var (first, second) = (Run("a"), Run("A"));
        _gate.SetResult(7);

        Assert.Equal((7, 7), (await first, await second));
        Assert.Equal(2, _started);
    }

    [Fact]
    public async Task A_caller_that_is_told_of_the_end_starts_the_next_one()
    {
        _gate.SetResult(7);
        for (var run = 1; run <= 1000; run++)
        {
            await Run("a");
            Assert.Equal(run, _started);
        }
    }

    [Fact]
    public async Task A_caller_that_gives_up_ends_nothing()
    {
        using var impatient = new CancellationTokenSource();
        var first = Run("a").WaitAsync(impatient.Token);
        var second = Run("a");

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _gate.SetResult(7);

        Assert.Equal(7, await second);
        Assert.Equal(1, _started);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failure_reaches_everybody_and_is_not_remembered(bool isThrownAtOnce)
    {
        var first = _flight.RunAsync("a", isThrownAtOnce, (atOnce, _) => atOnce ? throw new IOException("no") : FailAsync());
        var second = _flight.RunAsync("a", 0, (_, _) => FailAsync());

        await Assert.ThrowsAsync<IOException>(() => first);
        await Assert.ThrowsAsync<IOException>(() => second);
        _gate.SetResult(7);
        Assert.Equal(7, await Run("a"));
    }

    [Fact]
    public async Task Disposing_cancels_what_runs_and_what_comes_after()
    {
        var running = _flight.RunAsync("a", 0, async (_, stopping) => await _gate.Task.WaitAsync(stopping));

        _flight.Dispose();
        _flight.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _flight.RunAsync("a", 0, async (_, stopping) => await _gate.Task.WaitAsync(stopping)));
    }

    private static async Task<int> FailAsync()
    {
        await Task.Yield();
        throw new IOException("no");
    }

    private Task<int> Run(string key) => _flight.RunAsync(key, this, static (self, _) =>
    {
        Interlocked.Increment(ref self._started);
        return self._gate.Task;
    });
}
