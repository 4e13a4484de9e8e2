using System.Collections.Concurrent;

namespace WxYarpGateway.Transforms.Exchange.Forwarding;

/// <summary>Cancels a call that makes no progress for a time, or whose caller gives up.</summary>
/// <remarks>
/// It works like YARP's: by the system's timers, and progress starts the time anew. One that cancelled nothing serves other calls.
/// </remarks>
internal sealed class ActivityTimeout : CancellationTokenSource
{
    // Setting the timer has a cost; the timeouts are so much longer than this that it makes no difference to them.
    private const int Resolution = 20;

    private TimeSpan _longest;
    private long _startedAt;
    private CancellationTokenRegistration _caller;

    private ActivityTimeout()
    {
    }

    /// <summary>Gets a value indicating whether the caller gave up, so that it was not the time.</summary>
    public bool IsCallers { get; private set; }

    /// <summary>Starts the time anew.</summary>
    public void Renew()
    {
        if (Environment.TickCount64 - _startedAt > Resolution)
        {
            Start();
        }
    }

    private void Start()
    {
        _startedAt = Environment.TickCount64;
        CancelAfter(_longest);
    }

    private void Follow(CancellationToken caller)
        => _caller = caller.UnsafeRegister(
            static state =>
            {
                var timeout = (ActivityTimeout)state!;
                if (!timeout.IsCancellationRequested)
                {
                    timeout.IsCallers = true;
                    timeout.Cancel();
                }
            },
            this);

    /// <summary>Those that can be used again.</summary>
    internal sealed class Pool
    {
        private const int Largest = 1024;

        private readonly ConcurrentQueue<ActivityTimeout> _free = new();
        private int _count;

        /// <summary>Starts one.</summary>
        public ActivityTimeout Rent(TimeSpan longest, CancellationToken caller)
        {
            if (_free.TryDequeue(out var timeout))
            {
                Interlocked.Decrement(ref _count);
            }
            else
            {
                timeout = new ActivityTimeout();
            }

            timeout._longest = longest;
            timeout.Follow(caller);
            timeout.Start();
            return timeout;
        }

        /// <summary>Takes one back whose call has ended.</summary>
        public void Return(ActivityTimeout timeout)
        {
            // Waits until the caller's callback has run, if it runs just now.
            timeout._caller.Dispose();
            timeout._caller = default;
            if (timeout.TryReset())
            {
                if (Interlocked.Increment(ref _count) <= Largest)
                {
                    _free.Enqueue(timeout);
                    return;
                }

                Interlocked.Decrement(ref _count);
            }

            timeout.Dispose();
        }
    }
}
