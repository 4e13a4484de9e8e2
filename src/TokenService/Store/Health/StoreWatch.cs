using Microsoft.Extensions.Options;
using WxYarpGateway.TokenService.Store.Redis;

namespace WxYarpGateway.TokenService.Store.Health;

/// <summary>
/// Tells whether the store is there: the one answer that the health check and the metric give. Nobody who asks here waits for the store.
/// </summary>
public sealed class StoreWatch
{
    // Without Redis its client is not even loaded.
    private readonly Lazy<RedisConnection> _redis;
    private readonly StoreGuard _guard;
    private readonly TimeProvider _timeProvider;
    private readonly StoreState _memory;
    private volatile StoreState? _lost;
    private volatile StoreState? _refusing;
    private Task _look = Task.CompletedTask;

    internal StoreWatch(IOptions<StoreOptions> options, Lazy<RedisConnection> redis, StoreGuard guard, TimeProvider timeProvider)
    {
        Kind = options.Value.Kind;
        _redis = redis;
        _guard = guard;
        _timeProvider = timeProvider;
        _memory = new StoreState(IsAvailable: true, timeProvider.GetUtcNow(), HasAnswered: true);
    }

    /// <summary>Gets the kind of store in use.</summary>
    public StoreKind Kind { get; }

    /// <summary>
    /// Gets how the store is: whether it answered when it was asked last, and the connection has not broken since. A store that takes no
    /// writes is away, whatever it answers.
    /// </summary>
    public StoreState State
    {
        get
        {
            if (Kind == StoreKind.Memory)
            {
                return _memory;
            }

            if (_refusing is { } refusing)
            {
                return refusing;
            }

            var state = _guard.State;
            if (!state.IsAvailable || _redis.Value.IsConnected)
            {
                _lost = null;
                return state;
            }

            // Two callers at one moment may both note it: the moments are the same but for nothing.
            return _lost ??= new StoreState(IsAvailable: false, _timeProvider.GetUtcNow(), HasAnswered: true);
        }
    }

    /// <summary>Gets why the store cannot be reached, as far as the gateway found out; <see langword="null"/> while it answers.</summary>
    public string? Problem => Kind == StoreKind.Memory ? null : _redis.Value.Problem;

    /// <summary>
    /// Has the store asked whether it is there, unless that is under way; the answer is in <see cref="State"/> the next time.
    /// </summary>
    /// <returns>The task of asking, which does not fail. Callers need not await it.</returns>
    public Task Look()
    {
        // Two callers at one moment may both ask: it does no harm.
        if (Kind != StoreKind.Memory && _look.IsCompleted)
        {
            _look = LookAsync();
        }

        return _look;
    }

    private async Task LookAsync()
    {
        try
        {
            var doesWrite = await _guard.AskAsync(
                static (asked, _) => new ValueTask<bool>(asked.PingAsync()), _redis.Value, CancellationToken.None);
            _refusing = doesWrite ? null : _refusing ?? new StoreState(IsAvailable: false, _timeProvider.GetUtcNow(), HasAnswered: true);
        }
        catch (StoreUnavailableException)
        {
            // The guard has taken note.
        }
    }
}
