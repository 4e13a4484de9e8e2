namespace WxYarpGateway.TokenService.Telemetry;

/// <summary>
/// Thins out a warning that would come with every push: the first is due at once, then one a minute, which says how many were left out.
/// </summary>
/// <param name="clock">The clock.</param>
public sealed class RepeatedWarning(TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _writtenAt;
    private long _leftOut;

    /// <summary>Returns whether the warning is to be written now, with the number of those that were not since the last.</summary>
    /// <param name="leftOut">How many were left out; 0 when none is due.</param>
    public bool IsDue(out long leftOut)
    {
        lock (_gate)
        {
            if (_writtenAt is { } writtenAt && clock.GetElapsedTime(writtenAt) < Pause)
            {
                _leftOut++;
                leftOut = 0;
                return false;
            }

            _writtenAt = clock.GetTimestamp();
            leftOut = _leftOut;
            _leftOut = 0;
            return true;
        }
    }

    /// <summary>Has the next one written at once: what it warned of was over in the meantime.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _writtenAt = null;
        }
    }
}
