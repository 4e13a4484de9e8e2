namespace WxYarpGateway.Platform.Releases.Quota;

/// <summary>WeChat's days: they begin at midnight in Shanghai, which has had no summer time since 1991.</summary>
internal static class Shanghai
{
    /// <summary>The offset.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    // WeChat's clock and this machine's are not the same, and all the platforms of the country ask at midnight.
    private static readonly TimeSpan AfterMidnight = TimeSpan.FromMinutes(1);

    /// <summary>Returns the day of a moment.</summary>
    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.ToOffset(Offset).DateTime);

    /// <summary>Returns when to try again what may be done once the next day has begun.</summary>
    public static DateTimeOffset NextDay(DateTimeOffset moment)
        => new DateTimeOffset(DayOf(moment).AddDays(1), TimeOnly.MinValue, Offset) + AfterMidnight;
}
