using Microsoft.Extensions.Hosting;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>Counts the replies that are being recorded in the ledger, and delays the host's stop until they are.</summary>
/// <remarks>Without the record, a retry to another replica would reach the backend again.</remarks>
internal sealed class Recordings(TimeProvider clock) : IHostedService
{
    // Twice the time limit of one call of the store.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _underWay;
    private volatile bool _isStopping;

    /// <summary>Gets the number of replies that are being recorded.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Begins a recording, which ends when the result is disposed of.</summary>
    public Recording Begin()
    {
        Interlocked.Increment(ref _underWay);
        return new Recording(this);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits for the recordings under way, for a second at most.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        if (UnderWay > 0)
        {
            await _done.Task.WaitAsync(Timeout, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void End()
    {
        if (Interlocked.Decrement(ref _underWay) == 0 && _isStopping)
        {
            _done.TrySetResult();
        }
    }

    /// <summary>One reply that is being recorded.</summary>
    internal readonly struct Recording(Recordings recordings) : IDisposable
    {
        public void Dispose() => recordings.End();
    }
}
