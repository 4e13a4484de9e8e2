using StackExchange.Redis;

namespace WxYarpGateway.TokenService.Store.Redis;

/// <summary>
/// The Redis of <see cref="StoreOptions"/>, for state that a host shares between its replicas: the same connection and bounds as tokens
/// have.
/// </summary>
/// <remarks>
/// A call that gets no answer within half a second throws <see cref="StoreUnavailableException"/>, and Redis is then left alone for a
/// second. All methods are for <see cref="StoreKind.Redis"/> only.
/// </remarks>
public sealed class RedisAccess
{
    private readonly RedisConnection _connection;
    private readonly StoreGuard _guard;

    internal RedisAccess(RedisConnection connection, StoreGuard guard)
    {
        _connection = connection;
        _guard = guard;
    }

    /// <summary>Returns the full name of a key or channel: the configured prefix, then the name.</summary>
    /// <param name="name">The name.</param>
    public string Key(string name) => _connection.Key(name);

    /// <summary>Runs a script.</summary>
    /// <param name="call">The script.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="StoreUnavailableException">Redis failed, did not answer in time, or is left alone.</exception>
    public ValueTask<RedisResult> AskAsync(RedisCall call, CancellationToken cancellationToken) =>
        _guard.AskAsync(static asked => asked._connection.RunAsync(asked.call), (_connection, call), cancellationToken);

    /// <summary>
    /// Asks Redis by a call of the caller's own, such as <see cref="RunAsync(RedisCall)"/> for several callers, with the same bounds.
    /// </summary>
    /// <param name="call">The call. It is not made while Redis is left alone.</param>
    /// <param name="state">What the call needs.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <typeparam name="TState">What the call needs.</typeparam>
    /// <typeparam name="T">The answer.</typeparam>
    /// <exception cref="StoreUnavailableException">Redis failed, did not answer in time, or is left alone.</exception>
    public ValueTask<T> AskAsync<TState, T>(Func<TState, Task<T>> call, TState state, CancellationToken cancellationToken) =>
        _guard.AskAsync(call, state, cancellationToken);

    /// <summary>Runs a script. When nobody waits for it any longer, another script undoes it as soon as Redis answers again.</summary>
    /// <param name="call">The script.</param>
    /// <param name="undo">The script that undoes it, whether it ran or not. It is given up after a minute.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="StoreUnavailableException">Redis failed, did not answer in time, or is left alone.</exception>
    public ValueTask<RedisResult> AskAsync(RedisCall call, RedisCall undo, CancellationToken cancellationToken) =>
        _guard.AskAsync(
            static (asked, abandoned) => asked.Self.RunAsync(asked.call, asked.undo, abandoned),
            (Self: this, call, undo),
            cancellationToken);

    /// <summary>Runs a script also while Redis is left alone, for what must not stay undone. A frozen Redis may run it late.</summary>
    /// <param name="call">The script.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="StoreUnavailableException">Redis failed, or did not answer in time.</exception>
    public ValueTask<RedisResult> InsistAsync(RedisCall call, CancellationToken cancellationToken) =>
        _guard.InsistAsync(static asked => asked._connection.RunAsync(asked.call), (_connection, call), cancellationToken);

    /// <summary>Asks Redis by a call of the caller's own also while Redis is left alone.</summary>
    /// <param name="call">The call.</param>
    /// <param name="state">What the call needs.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <typeparam name="TState">What the call needs.</typeparam>
    /// <typeparam name="T">The answer.</typeparam>
    /// <exception cref="StoreUnavailableException">Redis failed, or did not answer in time.</exception>
    public ValueTask<T> InsistAsync<TState, T>(Func<TState, Task<T>> call, TState state, CancellationToken cancellationToken) =>
        _guard.InsistAsync(call, state, cancellationToken);

    /// <summary>Runs a script without any bounds. A frozen Redis runs it among the first when it thaws.</summary>
    /// <param name="call">The script.</param>
    /// <returns>The script's result. The task fails with an exception of the client's.</returns>
    public Task<RedisResult> RunAsync(RedisCall call) => _connection.RunAsync(call);

    /// <summary>Runs a script without any bounds, and lets errors be. A frozen Redis runs it among the first when it thaws.</summary>
    /// <param name="call">The script.</param>
    /// <returns>A task that ends, without an error, when Redis has answered or failed.</returns>
    public async Task SendAsync(RedisCall call) =>
        await ((Task)_connection.RunAsync(call)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Has an action called for every message on a channel, in order, also after the connection was lost and made again.</summary>
    /// <param name="channel">The channel's name, without the prefix.</param>
    /// <param name="heard">The action; it gets the message, and must not block.</param>
    public void Subscribe(string channel, Action<string> heard) => _connection.Subscribe(channel, heard);

    private async ValueTask<RedisResult> RunAsync(RedisCall call, RedisCall undo, CancellationToken abandoned)
    {
        try
        {
            return await _connection.RunAsync(call);
        }
        finally
        {
            if (abandoned.IsCancellationRequested)
            {
                // Redis was frozen, and the caller has gone another way.
                await _connection.UndoAsync(undo);
            }
        }
    }
}
