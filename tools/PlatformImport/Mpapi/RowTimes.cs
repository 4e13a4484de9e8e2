using WxYarpGateway.PlatformImport.Found;

namespace WxYarpGateway.PlatformImport.Mpapi;

/// <summary>Reads mpapi's times: those of the clock that its MySQL has, without a time zone.</summary>
internal sealed class RowTimes(TimeZoneInfo zone)
{
    /// <summary>Gets the time zone's name.</summary>
    public string Zone => zone.Id;

    /// <summary>Returns the times of a server whose clock is so much ahead of UTC.</summary>
    public static RowTimes Of(TimeSpan offset)
    {
        var name = $"UTC{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}";
        return new RowTimes(TimeZoneInfo.CreateCustomTimeZone(name, offset, name, name));
    }

    /// <summary>Returns a time; <see langword="null"/> for none, one of zeros, and one that the time zone leaves out in spring.</summary>
    public DateTimeOffset? Read(SourceRow row, string column)
        => row.Time(column) is { } read && read.DateTime is var local && !zone.IsInvalidTime(local)
            ? new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime() : null;
}
