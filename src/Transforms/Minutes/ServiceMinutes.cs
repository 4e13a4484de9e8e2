using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Transforms.Minutes;

/// <summary>
/// Counts the pushes of one service: the running minute and the one before in counters of their own, all before these in a history.
/// </summary>
internal sealed class ServiceMinutes
{
    // Pushes that end at the turn of a minute may still count for the one before.
    private const int LiveMinutes = 2;

    private readonly Lock _lock = new();
    private readonly LiveMinute?[] _live = new LiveMinute?[LiveMinutes];
    private MinuteHistory? _history;
    private long _newest;

    /// <summary>Returns the number of the minute of a moment.</summary>
    public static long NumberOf(DateTimeOffset moment) => moment.UtcTicks / TimeSpan.TicksPerMinute;

    /// <summary>Returns when a minute began.</summary>
    public static DateTimeOffset StartOf(long number) => new(number * TimeSpan.TicksPerMinute, TimeSpan.Zero);

    /// <summary>Counts a push. It allocates at the first push of a service, and once for each outcome that it has.</summary>
    public void Count(long minute, PushOutcome outcome, TimeSpan duration)
    {
        var live = Volatile.Read(ref _live[minute % LiveMinutes]);
        (live?.Number == minute ? live : TurnTo(minute)).Count(outcome, duration);
    }

    /// <summary>Returns whole minutes that follow each other, the last one as given.</summary>
    public IReadOnlyList<PushMinute> Before(long end, int count)
    {
        var minutes = new PushMinute[count];
        lock (_lock)
        {
            for (var index = 0; index < count; index++)
            {
                var number = end - count + index;
                minutes[index] = Find(number) ?? new PushMinute(StartOf(number));
            }
        }

        return minutes;
    }

    private PushMinute? Find(long number)
        => _live[number % LiveMinutes] is { } live && live.Number == number ? MinuteHistory.Of(live) : _history?.Find(number);

    // Once a minute, by the first push in it.
    private LiveMinute TurnTo(long minute)
    {
        lock (_lock)
        {
            var history = _history ??= new MinuteHistory();
            if (minute < _newest - 1)
            {
                // The clock was set back: the minutes to come have been counted once.
                history.Clear();
                foreach (var one in _live)
                {
                    one?.Begin(-1);
                }

                _newest = minute;
            }

            var slot = minute % LiveMinutes;
            var live = _live[slot] ?? new LiveMinute();
            if (live.Number != minute)
            {
                if (live.Number >= 0)
                {
                    history.Keep(live);
                }

                live.Begin(minute);
                Volatile.Write(ref _live[slot], live);
                _newest = Math.Max(_newest, minute);
            }

            return live;
        }
    }
}
