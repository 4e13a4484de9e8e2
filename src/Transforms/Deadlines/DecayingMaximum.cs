namespace WxYarpGateway.Transforms.Deadlines;

/// <summary>The largest recent value. It halves every few seconds.</summary>
internal sealed class DecayingMaximum(TimeProvider clock)
{
    private static readonly TimeSpan HalfLife = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private TimeSpan _value;
    private long _at = clock.GetTimestamp();

    /// <summary>Gets the current value.</summary>
    public TimeSpan Current
    {
        get
        {
            lock (_gate)
            {
                return _value == TimeSpan.Zero ? _value : _value * Math.Pow(0.5, clock.GetElapsedTime(_at) / HalfLife);
            }
        }
    }

    /// <summary>Adds a value.</summary>
    public void Add(TimeSpan value)
    {
        lock (_gate)
        {
            if (value > Current)
            {
                _value = value;
                _at = clock.GetTimestamp();
            }
        }
    }
}
