using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using WxYarpGateway.TokenService.Store.Health;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.TokenService.Store;

/// <summary>Bounds every call to the shared store, and stops asking for a while when it fails: a frozen store costs a push once, not at every step.</summary>
/// <remarks>
/// Tokens, ledger and caches share one guard. A store that fails at once is left alone after a few failures. One that does not answer
/// is left alone after the first call that waited in vain, until it answers any other; from then on one call at a time finds out.
/// </remarks>
internal sealed partial class StoreGuard
{
    private const int FailuresToOpen = 3;
    private const double FailureRatioToOpen = 0.5;

    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(500);

    // Long enough for three calls in a row that each run into the bound.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    // The steps of one push follow each other within a second.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);
    private const long Answering = long.MinValue;

    // After this time a failure tells nothing: it may be that nobody has asked since.
    private static readonly TimeSpan FailureIsNews = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _timeProvider;
    private readonly ResiliencePipeline _breaker;
    private long _silentSince = Answering;
    private volatile StoreState _state;
    private long _failedAt = Answering;

    public StoreGuard(TimeProvider timeProvider, ILogger<StoreGuard> logger)
    {
        _timeProvider = timeProvider;
        _state = new StoreState(IsAvailable: false, timeProvider.GetUtcNow(), HasAnswered: false);
        var opened = new RepeatedWarning(timeProvider);
        _breaker = new ResiliencePipelineBuilder { TimeProvider = new MonotonicTimeProvider(timeProvider) }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                MinimumThroughput = FailuresToOpen,
                FailureRatio = FailureRatioToOpen,
                SamplingDuration = Memory,
                BreakDuration = Pause,
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

    /// <summary>Gets a value indicating whether the call that ended last failed, and not long ago.</summary>
    public bool HasJustFailed
        => Volatile.Read(ref _failedAt) is var failedAt && failedAt != Answering && _timeProvider.GetElapsedTime(failedAt) < FailureIsNews;

    /// <summary>Asks the store; throws <see cref="StoreUnavailableException"/> when it fails, is late or is not being asked.</summary>
    public async ValueTask<T> AskAsync<T, TState>(Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        if (IsSilent())
        {
            throw new StoreUnavailableException("it did not answer a moment ago and is left alone");
        }

        try
        {
            return await _breaker.ExecuteAsync(
                static (asked, token) => asked.Guard.AskBoundedAsync(asked.Call, asked.State, token),
                (Guard: this, Call: call, State: state),
                cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The exception itself stays here: a driver's text may quote what was being written.
            throw new StoreUnavailableException(ReasonOf(e));
        }
    }

    /// <summary>Asks the store also while it is left alone, for what must not stay undone: it may be carried out late, when a frozen store thaws.</summary>
    public async ValueTask<T> InsistAsync<T, TState>(Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        try
        {
            return await AskBoundedAsync(call, state, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException(ReasonOf(e));
        }
    }

    private static string ReasonOf(Exception? exception) => exception switch
    {
        BrokenCircuitException => "it failed a moment ago and is left alone",
        TimeoutException => "it did not answer in time",
        null => "it failed",
        _ => $"it failed with {exception.GetType().Name}",
    };

    private async ValueTask<T> AskBoundedAsync<T, TState>(
        Func<TState, CancellationToken, ValueTask<T>> call, TState state, CancellationToken cancellationToken)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // Not every driver heeds a cancellation token, so the wait itself is what ends.
            var answer = await call(state, abandoned.Token).AsTask().WaitAsync(Bound, _timeProvider, cancellationToken);
            Volatile.Write(ref _silentSince, Answering);
            Note(isAvailable: true);
            return answer;
        }
        catch (TimeoutException)
        {
            Volatile.Write(ref _silentSince, _timeProvider.GetTimestamp());
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
        Volatile.Write(ref _failedAt, isAvailable ? Answering : _timeProvider.GetTimestamp());
        var state = _state;
        if (state.IsAvailable != isAvailable)
        {
            _state = new StoreState(isAvailable, _timeProvider.GetUtcNow(), state.HasAnswered || isAvailable);
        }
    }

    private bool IsSilent()
    {
        var since = Volatile.Read(ref _silentSince);
        if (since == Answering)
        {
            return false;
        }

        // Whoever gets to set the time anew finds out for the others.
        return _timeProvider.GetElapsedTime(since) < Silence
            || Interlocked.CompareExchange(ref _silentSince, _timeProvider.GetTimestamp(), since) != since;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The store is not available: '{Reason}'. Not asking it for '{Pause}'; pushes and tokens are served without it. Such warnings left out since the last: '{LeftOut}'.", EventName = "StoreOpened")]
        public static partial void Opened(ILogger logger, string reason, TimeSpan pause, long leftOut);

        [LoggerMessage(2, LogLevel.Information, "The store answers again.", EventName = "StoreClosed")]
        public static partial void Closed(ILogger logger);
    }
}
