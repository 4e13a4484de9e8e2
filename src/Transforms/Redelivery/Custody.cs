namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>What is done to keep one message from being lost: one step after the other, whoever asks for it.</summary>
/// <param name="giveUp">Ends the exchange of the message; <see langword="null"/> while WeChat still waits.</param>
internal sealed class Custody(CancellationTokenSource? giveUp)
{
    /// <summary>Stands for the custody of a message that never needed any.</summary>
    public static readonly object None = new();

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _safe = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _last = Task.CompletedTask;

    /// <summary>Gets what ends the exchange.</summary>
    public CancellationTokenSource? GiveUp => giveUp;

    /// <summary>Gets or sets a value indicating whether the message is held in the queue.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Gets or sets a value indicating whether the exchange has ended, one way or the other.</summary>
    public bool IsOver { get; set; }

    /// <summary>Gets what ends as soon as the message would outlive this process, though the step that saw to it may go on.</summary>
    public Task Safe => _safe.Task;

    /// <summary>Gets the steps so far; it does not fail.</summary>
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

    /// <summary>Says that the message would outlive this process.</summary>
    public void MarkSafe() => _safe.TrySetResult();

    /// <summary>Takes a step when those before it are done.</summary>
    public Task RunAsync(Func<Custody, Task> step)
    {
        lock (_gate)
        {
            return _last = RunAsync(_last, step);
        }
    }

    private async Task RunAsync(Task before, Func<Custody, Task> step)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await step(this);
    }
}
