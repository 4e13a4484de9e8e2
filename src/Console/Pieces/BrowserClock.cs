using System.Globalization;

namespace WxYarpGateway.Console.Pieces;

/// <summary>The time as the browser's owner reads it.</summary>
internal sealed class BrowserClock(TimeProvider clock)
{
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;

    /// <summary>Gets the time now.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Takes the browser's time zone, such as <c>Asia/Shanghai</c>; an unknown one leaves UTC.</summary>
    public void Use(string? zone)
    {
        if (zone is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
        {
            _zone = found;
        }
    }

    /// <summary>Returns a time in the browser's zone.</summary>
    public DateTimeOffset Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, _zone);

    /// <summary>Returns a date and time in the browser's zone, which is named when it is UTC.</summary>
    public string Text(DateTimeOffset time)
        => Local(time).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + (_zone == TimeZoneInfo.Utc ? " UTC" : "");

    /// <summary>Returns the hour and minute in the browser's zone.</summary>
    public string Minute(DateTimeOffset time) => Local(time).ToString("HH:mm", CultureInfo.InvariantCulture);
}
