namespace WxYarpGateway.MiniPrograms.Endpoints;

/// <summary>So many calls within a time, whenever it begins.</summary>
/// <param name="Calls">The most calls.</param>
/// <param name="Within">The time.</param>
internal sealed record Allowance(int Calls, TimeSpan Within)
{
    /// <summary>Returns so many calls a minute.</summary>
    public static Allowance PerMinute(int calls) => new(calls, TimeSpan.FromMinutes(1));

    /// <summary>Returns so many calls an hour.</summary>
    public static Allowance PerHour(int calls) => new(calls, TimeSpan.FromHours(1));
}
