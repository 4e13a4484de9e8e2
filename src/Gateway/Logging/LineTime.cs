using System.Globalization;
using System.Text;

namespace WxYarpGateway.Gateway.Logging;

/// <summary>Writes the time at the beginning of a line. All but its milliseconds is formatted once a second.</summary>
internal sealed class LineTime(TimeProvider clock)
{
    /// <summary>The gateway's own format.</summary>
    public const string Format = "yyyy-MM-dd HH:mm:ss.fff zzz ";

    /// <summary>The number of bytes that a time has, the space behind it included.</summary>
    public const int Length = 31;

    private const int MillisecondsAt = 20;

    private volatile Second? _second;

    /// <summary>Writes the time now.</summary>
    public void Write(Span<byte> to, bool isUtc)
    {
        var now = clock.GetUtcNow();
        var (number, rest) = Math.DivRem(now.Ticks, TimeSpan.TicksPerSecond);
        var second = _second;
        if (second is null || second.Number != number || second.IsUtc != isUtc)
        {
            var shown = isUtc ? now : TimeZoneInfo.ConvertTime(now, clock.LocalTimeZone);
            _second = second = new Second(number, isUtc, Encoding.ASCII.GetBytes(shown.ToString(Format, CultureInfo.InvariantCulture)));
        }

        second.Text.CopyTo(to);
        var milliseconds = (int)(rest / TimeSpan.TicksPerMillisecond);
        to[MillisecondsAt] = (byte)('0' + (milliseconds / 100));
        to[MillisecondsAt + 1] = (byte)('0' + (milliseconds / 10 % 10));
        to[MillisecondsAt + 2] = (byte)('0' + (milliseconds % 10));
    }

    private sealed record Second(long Number, bool IsUtc, byte[] Text);
}
