using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using StackExchange.Redis;
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
    private readonly ResiliencePipeline _breaker;
    private readonly CircuitBreakerStateProvider _circuit = new();
    private readonly CircuitBreakerManualControl _control = new();
    private volatile StoreState _state;

    public StoreGuard(TimeProvider timeProvider, ILogger<StoreGuard> logger)
    {
        _timeProvider = timeProvider;
        _state = new StoreState(IsAvailable: false, timeProvider.GetUtcNow(), HasAnswered: false);
        var opened = new RepeatedWarning(timeProvider);
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
                    if (opened.IsDue(out var leftOut))
                    {
                        Log.Opened(logger, ReasonOf(arguments.Outcome.Exception), arguments.BreakDuration, leftOut);
                    }

                    return ValueTask.CompletedTask;
                },
                OnClosed = _ =>
                {
                    opened.Reset();
                    Log.Closed(logger);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Gets how the store did when it was asked last.</summary>
    public StoreState State => _state;

    /// <summary>Asks the store; throws <see cref="StoreUnavailableException"/> when it fails, is late or is not being asked.</summary>
    public async ValueTask<T> AskAsync<T, TState>(
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
            await ReportAsync(e, times: FailuresToOpen - 1);

            // The exception itself stays here: a driver's text may quote what was being written.
            throw new StoreUnavailableException(ReasonOf(e));
        }
    }

    /// <summary>
    /// Asks the store also while it is left alone, for what must not stay undone: it may be carried out late, when a frozen store thaws.
    /// </summary>
    public async ValueTask<T> InsistAsync<T, TState>(
        Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        try
        {
            return await AskBoundedAsync(call, state, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            await ReportAsync(e, times: FailuresToOpen);
            throw new StoreUnavailableException(ReasonOf(e));
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

    // Tells the breaker of a call that waited in vain, as often as it does not know yet.
    private async ValueTask ReportAsync(Exception exception, int times)
    {
        for (; exception is TimeoutException && times > 0; times--)
        {
            var context = ResilienceContextPool.Shared.Get(CancellationToken.None);
            await _breaker.ExecuteOutcomeAsync(static (_, silence) => Outcome.FromExceptionAsValueTask<bool>(silence), context, exception);
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<T> AskBoundedAsync<T, TState>(
        Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // Not every client heeds a cancellation token, so the wait itself is what ends.
            var answer = await call(state, abandoned.Token).AsTask().WaitAsync(Bound, _timeProvider, cancellationToken);
            Note(isAvailable: true);
            if (_circuit.CircuitState == CircuitState.Open)
            {
                // A call that was under way when the circuit opened, or that insisted: the store is back before anybody finds out.
                await _control.CloseAsync(CancellationToken.None);
            }

            return answer;
        }
        catch (TimeoutException)
        {
            Note(isAvailable: false);
            await abandoned.CancelAsync();
            throw;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            Note(isAvailable: false);
            throw;
        }
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
