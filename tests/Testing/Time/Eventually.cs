namespace WxYarpGateway.Testing.Time;

/// <summary>Waits for a condition instead of for a time.</summary>
public static class Eventually
{
    // Long enough for a machine with much else to do: only a test that fails waits for it.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// Returns as soon as the condition holds; throws <see cref="TimeoutException"/> with the given words when it never does.
    /// </summary>
    public static Task HoldsAsync(Func<bool> condition, string what, CancellationToken cancellationToken, TimeSpan? timeout = null)
        => HoldsAsync(() => Task.FromResult(condition()), what, cancellationToken, timeout);

    /// <summary>
    /// Returns as soon as the condition, which takes its time to find out, holds; throws <see cref="TimeoutException"/> when it never does.
    /// </summary>
    public static async Task HoldsAsync(
        Func<Task<bool>> condition, string what, CancellationToken cancellationToken, TimeSpan? timeout = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > (timeout ?? Timeout))
            {
                throw new TimeoutException($"It never came about that {what}.");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }
}
