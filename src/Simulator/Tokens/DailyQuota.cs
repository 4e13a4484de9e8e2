namespace WxYarpGateway.Simulator.Tokens;

/// <summary>Counts uses per day; WeChat's day begins at midnight in Beijing.</summary>
internal sealed class DailyQuota
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    private DateTime _day;
    private int _used;

    public bool TryTake(int limit, DateTimeOffset now)
    {
        var today = now.ToOffset(Beijing).Date;
        if (today != _day)
        {
            (_day, _used) = (today, 0);
        }

        if (_used >= limit)
        {
            return false;
        }

        _used++;
        return true;
    }
}
