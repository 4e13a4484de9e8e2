namespace WxYarpGateway.Console.Access.Accounts;

/// <summary>Lets few passwords be hashed at a time: each takes a processor for a tenth of a second, and anybody can ask for it.</summary>
internal sealed class HashingTurns : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount));

    /// <summary>Runs something that hashes; returns false when too many wait.</summary>
    public async Task<bool> RunAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        if (!await _turns.WaitAsync(LongestWait, cancellationToken))
        {
            return false;
        }

        try
        {
            await work();
            return true;
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();
}
