namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>The steps that keep one message from being lost. They run one after the other, whichever thread asks for them.</summary>
/// <param name="giveUp">Ends the exchange of the message; <see langword="null"/> while WeChat still waits.</param>
internal sealed class KeepingSteps(CancellationTokenSource? giveUp)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _safe = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _last = Task.CompletedTask;

    /// <summary>Gets the source that ends the exchange.</summary>
    public CancellationTokenSource? GiveUp => giveUp;

    /// <summary>Gets or sets a value indicating whether this process has the message's lease in the queue.</summary>
    public bool IsLeased { get; set; }

    /// <summary>Gets or sets a value indicating whether the exchange has ended.</summary>
    public bool IsOver { get; set; }

    /// <summary>Gets a task that ends as soon as the message would outlive this process; the step that stores it may still run.</summary>
    public Task Safe => _safe.Task;

    /// <summary>Gets a task that ends after the steps so far; it does not fail.</summary>
    public Task Last
    {
        get
        {
            lock (_gate)
            {
                return _last;
            }
        }
    }

    /// <summary>Records that the message would outlive this process.</summary>
    public void MarkSafe() => _safe.TrySetResult();

    /// <summary>Runs a step after those before it.</summary>
    public Task RunAsync(Func<KeepingSteps, Task> step)
    {
        lock (_gate)
        {
            return _last = RunAsync(_last, step);
        }
    }

    private async Task RunAsync(Task before, Func<KeepingSteps, Task> step)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await step(this);
    }
}
