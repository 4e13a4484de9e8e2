using Microsoft.Extensions.Hosting;
using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>Counts the replies that are being recorded in the ledger, and delays the host's stop until they are.</summary>
/// <remarks>Without the record, a retry to another replica would reach the backend again.</remarks>
internal sealed class Recordings(TimeProvider clock) : IHostedService
{
    // Twice the time limit of one call of the store.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly Drain _drain = new();

    /// <summary>Gets the number of replies that are being recorded.</summary>
    public int UnderWay => _drain.Count;

    /// <summary>Begins a recording, which ends when the result is disposed of.</summary>
    public Recording Begin()
    {
        _drain.Enter();
        return new Recording(_drain);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits for the recordings under way, for a second at most.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var drained = _drain.BeginAsync();
        if (!drained.IsCompleted)
        {
            await drained.WaitAsync(Timeout, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One reply that is being recorded.</summary>
    internal readonly struct Recording(Drain drain) : IDisposable
    {
        public void Dispose() => drain.Leave();
    }
}
