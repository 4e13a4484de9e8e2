using System.Globalization;

namespace WxYarpGateway.Chaos.Books;

/// <summary>How much of the time somebody on this machine waited for a processor or a disk, as Linux tells (PSI).</summary>
internal sealed class Pressure
{
    private static readonly string[] Files = ["/proc/pressure/cpu", "/proc/pressure/io"];

    private long _at = TimeProvider.System.GetTimestamp();
    private long[] _totals = [.. Files.Select(Total)];

    /// <summary>Returns the larger share of the time since the last look; 1 where it is not told.</summary>
    public double Look()
    {
        var elapsed = TimeProvider.System.GetElapsedTime(_at);
        var before = _totals;
        _at = TimeProvider.System.GetTimestamp();
        _totals = [.. Files.Select(Total)];
        return before.Contains(-1) ? 1 : before.Zip(_totals).Max(totals => totals.Second - totals.First) / elapsed.TotalMicroseconds;
    }

    // "some avg10=1.23 avg60=… avg300=… total=123456", in microseconds.
    private static long Total(string file)
        => File.Exists(file) && File.ReadLines(file).FirstOrDefault()?.Split("total=") is [_, var total]
            ? long.Parse(total, CultureInfo.InvariantCulture) : -1;
}
