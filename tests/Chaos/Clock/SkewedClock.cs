using System.Globalization;

namespace WxYarpGateway.Chaos.Clock;

/// <summary>A wall clock that is wrong by as many seconds as a file says. What measures time, and timers, go by the real one.</summary>
internal sealed class SkewedClock(string file) : TimeProvider
{
    /// <summary>The variable that names the file.</summary>
    public const string FileVariable = "CHAOS_CLOCK";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private long _lookedAt;
    private TimeSpan _skew;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Skew();

    private TimeSpan Skew()
    {
        lock (_gate)
        {
            if (_lookedAt == 0 || GetElapsedTime(_lookedAt) >= Look)
            {
                _lookedAt = GetTimestamp();
                _skew = Read() ?? _skew;
            }

            return _skew;
        }
    }

    // The file may be half written.
    private TimeSpan? Read()
    {
        try
        {
            return int.TryParse(File.ReadAllText(file), NumberStyles.Integer, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(seconds)
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
