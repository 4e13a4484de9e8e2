using System.Globalization;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Reads times as people write them: hours, minutes and seconds, and days before a point.</summary>
public static class TimeText
{
    private const int HoursOfDay = 24;

    /// <summary>Reads a time. .NET alone would read <c>5</c> as five days, and <c>24:00:00</c> as twenty-four.</summary>
    /// <param name="text">The text, such as <c>00:00:05</c> or <c>1.00:00:00</c>.</param>
    /// <param name="time">The time; zero when the text is none.</param>
    /// <returns>Whether the text is a time.</returns>
    public static bool TryParse(string? text, out TimeSpan time)
    {
        time = default;
        return text is not null
            && text.Contains(':', StringComparison.Ordinal)
            && !HasManyHours(text)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out time);
    }

    /// <summary>Returns whether a text has 24 hours or more in the place of days.</summary>
    internal static bool HasManyHours(string text)
        => text.Split(':') is [var hours, _, _]
            && int.TryParse(hours, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            && (number >= HoursOfDay || number <= -HoursOfDay);
}
