using System.Globalization;

namespace WxYarpGateway.Console.Access.Lockouts;

/// <summary>
/// How many tries there are. A try counts as failed when it begins, and is given back when it succeeds: so a hundred at once are no more
/// than a hundred one after the other.
/// </summary>
internal static class AttemptRule
{
    private const int FailuresOfName = 5;
    private const int FailuresOfAddress = 50;

    private static readonly TimeSpan FirstLock = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLock = TimeSpan.FromHours(1);
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>How long tries of a name are remembered when there are no more.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>Returns until when a name is locked; null when it may try.</summary>
    public static DateTimeOffset? NameLocked(AttemptRow row, DateTimeOffset now) => row.LockedUntil > now ? row.LockedUntil : null;

    /// <summary>Returns until when an address is locked; null when it may try.</summary>
    public static DateTimeOffset? AddressLocked(AttemptRow row, DateTimeOffset now)
    {
        var times = Times(row, now);
        return times.Count >= FailuresOfAddress ? times[^FailuresOfAddress] + Window : null;
    }

    /// <summary>Takes a try of a name.</summary>
    public static void TakeName(AttemptRow row, DateTimeOffset now)
    {
        if (now - row.At > Remembered)
        {
            row.Failures = 0;
        }

        row.At = now;
        row.Failures++;
        if (row.Failures >= FailuresOfName)
        {
            var doublings = Math.Min(row.Failures - FailuresOfName, 6);
            var time = FirstLock * (1 << doublings);
            row.LockedUntil = now + (time < LongestLock ? time : LongestLock);
        }
    }

    /// <summary>Takes a try of an address.</summary>
    public static void TakeAddress(AttemptRow row, DateTimeOffset now)
    {
        row.At = now;
        row.Times = Text(Times(row, now).Append(now));
    }

    /// <summary>Gives a try back to an address: it succeeded.</summary>
    public static void GiveBack(AttemptRow row, DateTimeOffset taken)
    {
        var times = Times(row, taken).ToList();
        times.Remove(DateTimeOffset.FromUnixTimeMilliseconds(taken.ToUnixTimeMilliseconds()));
        row.Times = Text(times);
    }

    private static List<DateTimeOffset> Times(AttemptRow row, DateTimeOffset now)
        => [.. row.Times.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(time => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(time, CultureInfo.InvariantCulture)))
            .Where(time => now - time < Window)];

    private static string Text(IEnumerable<DateTimeOffset> times)
        => string.Join(' ', times.Select(time => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)));
}
