using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Transforms.Minutes;

/// <summary>
/// The minutes of a service that get no pushes any more, in a ring of a fixed size: some 4 KiB, and 720 bytes for each outcome that it had.
/// </summary>
internal sealed class MinuteHistory
{
    private readonly Kept[] _minutes = new Kept[PushMinutes.Most];
    private readonly int[]?[] _outcomes = new int[]?[LiveMinute.Outcomes];

    /// <summary>Takes a minute in, in the place of the one that is too old.</summary>
    public void Keep(LiveMinute live)
    {
        var slot = (int)(live.Number % PushMinutes.Most);
        _minutes[slot] = Kept.Of(live);
        for (var outcome = 0; outcome < _outcomes.Length; outcome++)
        {
            var count = live.CountOf(outcome);
            if (count > 0)
            {
                _outcomes[outcome] ??= new int[PushMinutes.Most];
            }

            if (_outcomes[outcome] is { } counts)
            {
                counts[slot] = count;
            }
        }
    }

    /// <summary>Returns a minute; <see langword="null"/> when it had no pushes, or is too old.</summary>
    public PushMinute? Find(long number)
    {
        var slot = (int)(number % PushMinutes.Most);
        return _minutes[slot] is { IsThere: true } kept && kept.Number == number
            ? kept.With(number, outcome => _outcomes[outcome]?[slot] ?? 0) : null;
    }

    /// <summary>Forgets all minutes.</summary>
    public void Clear() => Array.Clear(_minutes);

    /// <summary>Returns a minute that still counts, as it is now.</summary>
    public static PushMinute Of(LiveMinute live) => Kept.Of(live).With(live.Number, live.CountOf);

    private readonly record struct Kept(int Minute, int Missed, float P50, float P95, float P99)
    {
        // Minutes of the year 1 do not happen.
        public bool IsThere => Minute > 0;

        public long Number => Minute;

        public static Kept Of(LiveMinute live)
            => new((int)live.Number, live.Missed, Milliseconds(live, 0.5), Milliseconds(live, 0.95), Milliseconds(live, 0.99));

        public PushMinute With(long number, Func<int, int> countOf)
        {
            var outcomes = new Dictionary<PushOutcome, long>();
            foreach (var outcome in Enum.GetValues<PushOutcome>())
            {
                if (countOf((int)outcome) is > 0 and var count)
                {
                    outcomes[outcome] = count;
                }
            }

            return new PushMinute(ServiceMinutes.StartOf(number))
            {
                Outcomes = outcomes,
                P50 = TimeSpan.FromMilliseconds(P50),
                P95 = TimeSpan.FromMilliseconds(P95),
                P99 = TimeSpan.FromMilliseconds(P99),
                MissedDeadlines = Missed,
            };
        }

        private static float Milliseconds(LiveMinute live, double part) => (float)live.Percentile(part).TotalMilliseconds;
    }
}
