using System.Globalization;

namespace WxYarpGateway.Console.Pieces;

/// <summary>The time as the browser's owner reads it.</summary>
internal sealed class BrowserClock(TimeProvider clock)
{
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;

    /// <summary>Raised when the browser's zone becomes known, which is after the very first page was drawn.</summary>
    public event Action? Changed;

    /// <summary>Gets the browser's zone; UTC until it is known.</summary>
    public TimeZoneInfo Zone => _zone;

    /// <summary>Gets the time now.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Takes the browser's time zone, such as <c>Asia/Shanghai</c>; an unknown one leaves UTC.</summary>
    public void Use(string? zone)
    {
        if (zone is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && !found.Equals(_zone))
        {
            _zone = found;
            Changed?.Invoke();
        }
    }

    /// <summary>Returns a time in the browser's zone.</summary>
    public DateTimeOffset Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, _zone);

    /// <summary>Returns a date and time in the browser's zone, which is named when it is UTC.</summary>
    public string Text(DateTimeOffset time)
        => Local(time).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + (_zone == TimeZoneInfo.Utc ? " UTC" : "");

    /// <summary>Returns the hour and minute in the browser's zone.</summary>
    public string Minute(DateTimeOffset time) => Local(time).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Returns the hour, minute, second and millisecond in the browser's zone.</summary>
    public string Moment(DateTimeOffset time) => Local(time).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>Reads a date and time that somebody wrote in the browser's zone; null when it is none.</summary>
    public DateTimeOffset? Read(string? text)
        => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Unspecified), _zone.GetUtcOffset(time)) : null;
}
