namespace WxYarpGateway.Simulator.Code.Audits;

/// <summary>Counts uses of the current day or month, which begin at midnight in Beijing. Its owner locks it.</summary>
internal sealed class Tally
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    private readonly Func<DateTime, DateTime> _periodOf;
    private DateTime _period;
    private int _used;

    private Tally(Func<DateTime, DateTime> periodOf) => _periodOf = periodOf;

    public static Tally OfDay() => new(day => day);

    public static Tally OfMonth() => new(day => new DateTime(day.Year, day.Month, 1));

    public int At(DateTimeOffset now) => _period == PeriodOf(now) ? _used : 0;

    public void Add(DateTimeOffset now) => (_used, _period) = (At(now) + 1, PeriodOf(now));

    private DateTime PeriodOf(DateTimeOffset now) => _periodOf(now.ToOffset(Beijing).Date);
}
