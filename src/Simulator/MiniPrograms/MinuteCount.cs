namespace WxYarpGateway.Simulator.MiniPrograms;

/// <summary>Counts uses of the current minute by key; its memory is that of one minute. Its owner locks it.</summary>
internal sealed class MinuteCount
{
    private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);
    private long _minute;

    public bool TryTake(string key, int limit, DateTimeOffset now)
    {
        var minute = now.ToUnixTimeSeconds() / 60;
        if (minute != _minute)
        {
            _minute = minute;
            _used.Clear();
        }

        var used = _used.GetValueOrDefault(key);
        _used[key] = Math.Min(used + 1, limit);
        return used < limit;
    }
}
