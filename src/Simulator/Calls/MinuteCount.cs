namespace WxYarpGateway.Simulator.Calls;

/// <summary>Counts uses of the current minute by key; it remembers one minute.</summary>
internal sealed class MinuteCount(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);
    private long _minute;

    public bool TryTake(string key, int limit)
    {
        lock (_gate)
        {
            var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
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
}
