using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using StackExchange.Redis;
using WxYarpGateway.TokenService.Store.Bounds;
using WxYarpGateway.TokenService.Store.Health;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.TokenService.Store;

/// <summary>
/// Bounds every call to the shared store, and stops asking one that does not answer: a frozen store costs a push once, not at every step.
/// </summary>
/// <remarks>
/// Tokens, ledger and caches share one guard. The circuit opens after the first call that waited in vain; from then on one call a second
/// finds out. A store that fails at once does not open it: the client refuses calls by itself while it is not connected.
/// </remarks>
internal sealed partial class StoreGuard
{
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(500);

    // The steps of one push follow each other within a second.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Polly opens at two failures or more, so a call that waited in vain is reported twice. No number of answers before it outweighs that.
    private const int FailuresToOpen = 2;
    private const double FailureRatioToOpen = 0.0001;

    private readonly TimeProvider _timeProvider;
    private readonly BoundedCalls _calls;
    private readonly ResiliencePipeline _breaker;
    private readonly CircuitBreakerStateProvider _circuit = new();
    private readonly CircuitBreakerManualControl _control = new();
    private readonly RepeatedWarning _opened;
    private readonly ILogger _logger;
    private volatile StoreState _state;
    private volatile bool _isMissed;

    public StoreGuard(TimeProvider timeProvider, ILogger<StoreGuard> logger)
    {
        _timeProvider = timeProvider;
        _calls = new BoundedCalls(timeProvider, Bound);
        _state = new StoreState(IsAvailable: false, timeProvider.GetUtcNow(), HasAnswered: false);
        _opened = new RepeatedWarning(timeProvider);
        _logger = logger;
        _breaker = new ResiliencePipelineBuilder { TimeProvider = new MonotonicTimeProvider(timeProvider) }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Exception is TimeoutException),
                MinimumThroughput = FailuresToOpen,
                FailureRatio = FailureRatioToOpen,
                SamplingDuration = Pause,
                BreakDuration = Pause,
                StateProvider = _circuit,
                ManualControl = _control,
                OnOpened = arguments =>
                {
                    _isMissed = true;
                    if (_opened.IsDue(out var leftOut))
                    {
                        Log.Opened(logger, ReasonOf(arguments.Outcome.Exception), arguments.BreakDuration, leftOut);
                    }

                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Gets how the store did when it was asked last.</summary>
    public StoreState State => _state;

    /// <summary>Asks the store; throws <see cref="StoreUnavailableException"/> when it fails, is late or is not being asked.</summary>
    /// <remarks>The token that the call gets is cancelled when nobody waits for it any longer.</remarks>
    public ValueTask<T> AskAsync<T, TState>(
        Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken) =>
        _circuit.CircuitState == CircuitState.Closed
            ? InsistAsync(call, state, cancellationToken)
            : FindOutAsync(call, state, cancellationToken);

    /// <summary>Asks the store by a call that does not want to know when nobody waits for it any longer.</summary>
    public ValueTask<T> AskAsync<T, TState>(Func<TState, Task<T>> call, TState state, CancellationToken cancellationToken) =>
        _circuit.CircuitState == CircuitState.Closed
            ? InsistAsync(call, state, cancellationToken)
            : FindOutAsync(
                static (asked, _) => new ValueTask<T>(asked.call(asked.state)), (call, state), cancellationToken);

    /// <summary>
    /// Asks the store also while it is left alone, for what must not stay undone: it may be carried out late, when a frozen store thaws.
    /// </summary>
    /// <remarks>The token that the call gets is cancelled when nobody waits for it any longer.</remarks>
    public async ValueTask<T> InsistAsync<T, TState>(
        Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        try
        {
            return await AskBoundedAsync(call, state, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw await FailedAsync(e, FailuresToOpen);
        }
    }

    /// <summary>The same, by a call that does not want to know when nobody waits for it any longer.</summary>
    public async ValueTask<T> InsistAsync<T, TState>(Func<TState, Task<T>> call, TState state, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _calls.WaitAsync(call(state), abandoned: null, cancellationToken);
            await AnsweredAsync();
            return answer;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Note(isAvailable: false);
            throw await FailedAsync(e, FailuresToOpen);
        }
    }

    private static string ReasonOf(Exception? exception) => exception switch
    {
        BrokenCircuitException => "it did not answer a moment ago and is left alone",
        TimeoutException => "it did not answer in time",
        RedisConnectionException => "it is not connected",
        null => "it failed",
        _ => $"it failed with {exception.GetType().Name}",
    };

    // While the circuit is not closed, the breaker lets one call a second through.
    private async ValueTask<T> FindOutAsync<T, TState>(
        Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        try
        {
            return await _breaker.ExecuteAsync(
                static (asked, token) => asked.Guard.AskBoundedAsync(asked.Call, asked.State, token),
                (Guard: this, Call: call, State: state),
                cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw await FailedAsync(e, FailuresToOpen - 1);
        }
    }

    // Tells the breaker of a call that waited in vain, as often as it does not know yet. It need not know of those that were answered.
    private async ValueTask<StoreUnavailableException> FailedAsync(Exception exception, int times)
    {
        for (; exception is TimeoutException && times > 0; times--)
        {
            var context = ResilienceContextPool.Shared.Get(CancellationToken.None);
            await _breaker.ExecuteOutcomeAsync(static (_, silence) => Outcome.FromExceptionAsValueTask<bool>(silence), context, exception);
            ResilienceContextPool.Shared.Return(context);
        }

        // The exception itself stays here: a driver's text may quote what was being written.
        return new StoreUnavailableException(ReasonOf(exception));
    }

    private async ValueTask<T> AskBoundedAsync<T, TState>(
        Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        using var abandoned = new CancellationTokenSource();
        try
        {
            var answer = await _calls.WaitAsync(call(state, abandoned.Token).AsTask(), abandoned, cancellationToken);
            await AnsweredAsync();
            return answer;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            Note(isAvailable: false);
            throw;
        }
    }

    private Task AnsweredAsync()
    {
        Note(isAvailable: true);

        // Not when the circuit closes: a call that fails at once closes it too.
        if (_isMissed)
        {
            _isMissed = false;
            _opened.Reset();
            Log.Closed(_logger);
        }

        // A call that was under way when the circuit opened, or that insisted: the store is back before anybody finds out.
        return _circuit.CircuitState == CircuitState.Open ? _control.CloseAsync(CancellationToken.None) : Task.CompletedTask;
    }

    // Calls that end at the same moment may overwrite each other's note; the next call sets it right.
    private void Note(bool isAvailable)
    {
        var state = _state;
        if (state.IsAvailable != isAvailable)
        {
            _state = new StoreState(isAvailable, _timeProvider.GetUtcNow(), state.HasAnswered || isAvailable);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The store is not available: '{Reason}'. Not asking it for '{Pause}'; pushes and tokens are served without it. Such "
            + "warnings left out since the last: '{LeftOut}'.",
            EventName = "StoreOpened")]
        public static partial void Opened(ILogger logger, string reason, TimeSpan pause, long leftOut);

        [LoggerMessage(2, LogLevel.Information, "The store answers again.", EventName = "StoreClosed")]
        public static partial void Closed(ILogger logger);
    }
}
