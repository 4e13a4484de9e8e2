namespace WxYarpGateway.TokenService.Store.Bounds;

/// <summary>Waits for calls of the store, for each within the same bound. One timer serves all of them.</summary>
internal sealed class BoundedCalls
{
    // When a call is given up this late, the process was not running or short of threads, and nothing is known of the store. The timer's
    // own thread may have been in time: what timers do goes before all else that is queued, also before an answer that was there first.
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _bound;
    private readonly ITimer _timer;

    // In the order in which they began, which is the one in which their bounds end.
    private BoundedCall? _first;
    private BoundedCall? _last;

    public BoundedCalls(TimeProvider timeProvider, TimeSpan bound)
    {
        _timeProvider = timeProvider;
        _bound = bound;
        _timer = timeProvider.CreateTimer(
            static state => ((BoundedCalls)state!).EndOverdue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for an answer. Not every client heeds a cancellation token, so the wait itself is what ends.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="abandoned">Is cancelled when the wait ends without the answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">There was no answer within the bound.</exception>
    public Task<T> WaitAsync<T>(Task<T> answer, CancellationTokenSource? abandoned, CancellationToken cancellationToken)
    {
        if (answer.IsCompleted)
        {
            return answer;
        }

        var call = new Call<T>(this, answer, abandoned, _timeProvider.GetTimestamp());
        Add(call);
        return call.WaitAsync(cancellationToken);
    }

    private void Add(BoundedCall call)
    {
        lock (_gate)
        {
            call.IsListed = true;
            call.Previous = _last;
            if (_last is null)
            {
                _first = call;
                _timer.Change(_bound - _timeProvider.GetElapsedTime(call.StartedAt), Timeout.InfiniteTimeSpan);
            }
            else
            {
                _last.Next = call;
            }

            _last = call;
        }
    }

    private void Remove(BoundedCall call)
    {
        lock (_gate)
        {
            if (call.IsListed)
            {
                Unlink(call);
                if (_first is null)
                {
                    _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                }
            }
        }
    }

    /// <summary>Gives a call its second bound, once, when it is given up late.</summary>
    private bool TryAgain(BoundedCall call)
    {
        if (call.HasSecondBound || _timeProvider.GetElapsedTime(call.StartedAt) < _bound + Late)
        {
            return false;
        }

        (call.StartedAt, call.HasSecondBound) = (_timeProvider.GetTimestamp(), true);
        Add(call);
        return true;
    }

    private void Unlink(BoundedCall call)
    {
        if (call.Previous is null)
        {
            _first = call.Next;
        }
        else
        {
            call.Previous.Next = call.Next;
        }

        if (call.Next is null)
        {
            _last = call.Previous;
        }
        else
        {
            call.Next.Previous = call.Previous;
        }

        (call.IsListed, call.Previous, call.Next) = (false, null, null);
    }

    private void EndOverdue()
    {
        var overdue = new List<BoundedCall>();
        lock (_gate)
        {
            while (_first is { } call)
            {
                var left = _bound - _timeProvider.GetElapsedTime(call.StartedAt);
                if (left > TimeSpan.Zero)
                {
                    _timer.Change(left, Timeout.InfiniteTimeSpan);
                    break;
                }

                Unlink(call);
                overdue.Add(call);
            }
        }

        foreach (var call in overdue)
        {
            call.Execute();
        }
    }

    private sealed class Call<T>(BoundedCalls calls, Task<T> answer, CancellationTokenSource? abandoned, long startedAt)
        : BoundedCall(startedAt)
    {
        // Whoever awaits it goes on at once where the answer is noted: one turn of the thread pool is enough.
        private readonly TaskCompletionSource<T> _wait = new();
        private CancellationTokenRegistration _cancellation;
        private int _hasEnded;

        protected override bool IsAnswered => answer.IsCompleted;

        public Task<T> WaitAsync(CancellationToken cancellationToken)
        {
            if (cancellationToken.CanBeCanceled)
            {
                _cancellation = cancellationToken.UnsafeRegister(static (state, token) => ((Call<T>)state!).Cancel(token), this);
            }

            answer.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(Answer);
            return _wait.Task;
        }

        protected override void GiveUp()
        {
            if (!calls.TryAgain(this) && TryEnd())
            {
                abandoned?.Cancel();
                _wait.TrySetException(new TimeoutException());
            }
        }

        private void Answer()
        {
            if (!TryEnd())
            {
                // Nobody waits, and so nobody sees an error.
                _ = answer.Exception;
            }
            else
            {
                _cancellation.Unregister();
                _wait.TrySetFromTask(answer);
            }
        }

        private void Cancel(CancellationToken cancellationToken)
        {
            if (TryEnd())
            {
                abandoned?.Cancel();
                _wait.TrySetCanceled(cancellationToken);
            }
        }

        private bool TryEnd()
        {
            if (Interlocked.Exchange(ref _hasEnded, 1) != 0)
            {
                return false;
            }

            calls.Remove(this);
            return true;
        }
    }
}
