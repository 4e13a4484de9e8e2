using Microsoft.Extensions.Localization;
using WxYarpGateway.Console.Languages;

namespace WxYarpGateway.Console.Pieces;

/// <summary>Says times in words.</summary>
internal static class Durations
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(3);

    /// <summary>Returns how long something takes or lasts, such as <c>1 h 20 min</c>.</summary>
    public static string Long(IStringLocalizer<PiecesTexts> texts, TimeSpan time) => time switch
    {
        { TotalSeconds: < 120 } => texts["Seconds", (long)Math.Max(0, time.TotalSeconds)],
        { TotalMinutes: < 120 } => texts["Minutes", (long)time.TotalMinutes],
        { TotalDays: < 2 } => texts["Hours", (long)time.TotalHours, time.Minutes],
        _ => texts["Days", (long)time.TotalDays, time.Hours],
    };

    /// <summary>Returns how long ago something was, such as <c>5 min ago</c>.</summary>
    public static string Ago(IStringLocalizer<PiecesTexts> texts, TimeSpan time) => time switch
    {
        _ when time < Moment => texts["JustNow"],
        { TotalSeconds: < 60 } => texts["SecondsAgo", (long)time.TotalSeconds],
        { TotalMinutes: < 60 } => texts["MinutesAgo", (long)time.TotalMinutes],
        { TotalHours: < 48 } => texts["HoursAgo", (long)time.TotalHours],
        _ => texts["DaysAgo", (long)time.TotalDays],
    };
}
