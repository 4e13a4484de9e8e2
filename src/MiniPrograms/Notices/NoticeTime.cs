using System.Globalization;
using WxYarpGateway.MiniPrograms.Apps;

namespace WxYarpGateway.MiniPrograms.Notices;

/// <summary>Reads and writes the time of a notice: <c>yyyy-MM-dd HH:mm:ss</c> in the mini program's time zone, or ISO 8601.</summary>
internal static class NoticeTime
{
    private const string Plain = "yyyy-MM-dd HH:mm:ss";

    // The first and the last moments of the calendar are out of range in some time zones.
    private const int FirstYear = 1970;
    private const int LastYear = 9998;

    private static readonly string[] WithoutZone = [Plain, "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];
    private static readonly string[] WithZone = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>Reads a time; <see langword="false"/> when it is none, or one that the time zone leaves out in spring.</summary>
    public static bool TryRead(string text, LoginOptions options, out DateTimeOffset time)
    {
        if (DateTime.TryParseExact(text, WithoutZone, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            var zone = ZoneOf(options);
            var isTime = local.Year is >= FirstYear and <= LastYear && !zone.IsInvalidTime(local);
            time = isTime ? new DateTimeOffset(local, zone.GetUtcOffset(local)) : default;
            return isTime;
        }

        return DateTimeOffset.TryParseExact(text, WithZone, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    /// <summary>Returns a time as mpapi writes it, in the mini program's time zone.</summary>
    public static string Write(DateTimeOffset time, LoginOptions options)
        => TimeZoneInfo.ConvertTime(time, ZoneOf(options)).ToString(Plain, CultureInfo.InvariantCulture);

    // A platform's console may have set another one, which nothing checked.
    private static TimeZoneInfo ZoneOf(LoginOptions options)
        => LoginTimeZone.TryFind(options.TimeZone, out var zone) || LoginTimeZone.TryFind(LoginTimeZone.China, out zone) ? zone
            : TimeZoneInfo.Utc;
}
