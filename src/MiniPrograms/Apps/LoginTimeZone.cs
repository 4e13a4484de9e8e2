using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.MiniPrograms.Apps;

/// <summary>Finds time zones by name.</summary>
internal static class LoginTimeZone
{
    /// <summary>The time zone of mini programs.</summary>
    public const string China = "Asia/Shanghai";

    /// <summary>Finds a time zone of the IANA list.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone))
        {
            return true;
        }

        // Small container images have no list of time zones. China has had one time, and no summer time, since 1991.
        zone = name == China ? TimeZoneInfo.CreateCustomTimeZone(China, TimeSpan.FromHours(8), China, China) : null;
        return zone is not null;
    }
}
