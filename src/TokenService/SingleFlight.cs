using System.Collections.Concurrent;

namespace WxYarpGateway.TokenService;

/// <summary>Runs one operation for a key at a time within this process; everybody who asks meanwhile gets its result.</summary>
/// <remarks>
/// An operation belongs to all who await it: a caller that gives up (<c>WaitAsync</c>) does not cancel it, only <see cref="Dispose"/> does.
/// The first caller runs it up to its first await; an operation that must not delay that caller yields first.
/// Neither the framework nor Polly has this without a cache around it.
/// </remarks>
/// <typeparam name="TKey">What one operation at a time is for.</typeparam>
/// <typeparam name="TResult">The result.</typeparam>
public sealed class SingleFlight<TKey, TResult> : IDisposable
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Task<TResult>> _running = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stopped;

    /// <summary>Initializes a new instance of the <see cref="SingleFlight{TKey, TResult}"/> class.</summary>
    public SingleFlight() => _stopped = _stopping.Token;

    /// <summary>Returns the operation that runs for the key, or starts this one.</summary>
    /// <typeparam name="TState">What the operation needs.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="state">What the operation needs.</param>
    /// <param name="operation">The operation; its token is cancelled when the single flight is disposed.</param>
    public Task<TResult> RunAsync<TState>(TKey key, TState state, Func<TState, CancellationToken, Task<TResult>> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (_running.TryGetValue(key, out var running))
        {
            return running;
        }

        var completion = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        running = _running.GetOrAdd(key, completion.Task);
        if (running == completion.Task)
        {
            _ = CompleteAsync(key, state, operation, completion);
        }

        return running;
    }

    /// <summary>Cancels the operations that run.</summary>
    public void Dispose()
    {
        // The container disposes twice of a service that it knows by two types.
        if (!_stopping.IsCancellationRequested)
        {
            _stopping.Cancel();
            _stopping.Dispose();
        }
    }

    private async Task CompleteAsync<TState>(
        TKey key, TState state, Func<TState, CancellationToken, Task<TResult>> operation, TaskCompletionSource<TResult> completion)
    {
        var run = RunAsync(state, operation);
        await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // First: a caller that is told of the end may start the next one.
        _running.TryRemove(key, out _);
        completion.SetFromTask(run);

        // An operation may have nobody who awaits it; reading the exception marks it as observed.
        _ = completion.Task.Exception;
    }

    // An operation that throws before its first await ends like any that fails.
    private async Task<TResult> RunAsync<TState>(TState state, Func<TState, CancellationToken, Task<TResult>> operation) =>
        await operation(state, _stopped);
}
