using WxYarpGateway.Transforms.Deadlines;

namespace WxYarpGateway.Transforms.Exchange.Requests;

/// <summary>
/// Finds out when a request arrived. On a busy machine it waits in the kernel and the thread pool before the gateway sees it.
/// </summary>
/// <remarks>
/// The kernel knows, but asking costs as much as checking a signature. Requests are taken in the order in which they arrived, so one
/// that is taken soon after another cannot have waited much longer than that one. Only where this does not hold is the kernel asked each
/// time.
/// </remarks>
internal sealed class Arrivals(TimeProvider clock, SchedulingDelay delay, Func<HttpContext, TimeSpan?> ageOf)
{
    /// <summary>How long the kernel is not asked after a request that did not wait: by so much an arrival may be taken for later.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(5);

    /// <summary>From this age on a request waited. The kernel counts in ticks of up to 10 ms.</summary>
    public static readonly TimeSpan Waited = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// How long a process is new: while its code is compiled, one request may be kept waiting where others are not.
    /// </summary>
    public static readonly TimeSpan New = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a push may take before the next request may have waited for it: one that the client sent behind it, on its connection.
    /// </summary>
    public static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(50);

    private readonly long _calm = TicksOf(Calm, clock);
    private readonly long _slow = TicksOf(Slow, clock);
    private long _askUntil = clock.GetTimestamp() + TicksOf(New, clock);
    private long _calmUntil = long.MinValue;

    /// <summary>Initializes a new instance of the <see cref="Arrivals"/> class that asks the kernel, where there is one to ask.</summary>
    public Arrivals(TimeProvider clock, SchedulingDelay delay)
        : this(clock, delay, ReferenceEquals(clock, TimeProvider.System) ? new SocketAge().Of : static _ => null)
    {
    }

    /// <summary>
    /// Returns the moment at which the newest part of a request arrived, a timestamp of the <see cref="TimeProvider"/>; now where nobody
    /// knows.
    /// </summary>
    public long Of(HttpContext context)
    {
        var now = clock.GetTimestamp();
        var mayRest = now >= Volatile.Read(ref _askUntil);
        if ((mayRest && now < Volatile.Read(ref _calmUntil)) || ageOf(context) is not { } age)
        {
            return now;
        }

        if (mayRest && age < Waited && delay.Current < Waited)
        {
            Volatile.Write(ref _calmUntil, now + _calm);
        }

        return now - TicksOf(age, clock);
    }

    /// <summary>Notes that a push was answered.</summary>
    /// <param name="arrived">When it arrived; see <see cref="Of"/>.</param>
    public void Answered(long arrived)
    {
        var now = clock.GetTimestamp();
        if (now - arrived >= _slow)
        {
            Volatile.Write(ref _askUntil, Math.Max(now + _calm, Volatile.Read(ref _askUntil)));
        }
    }

    private static long TicksOf(TimeSpan time, TimeProvider clock) => (long)(time.TotalSeconds * clock.TimestampFrequency);
}
