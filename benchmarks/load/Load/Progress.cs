using System.Diagnostics;

namespace WxYarpGateway.Load;

/// <summary>Tells on standard error what is going on, so that standard output has the tables only.</summary>
internal static class Progress
{
    private static readonly long Began = Stopwatch.GetTimestamp();

    public static void Say(string what) => Console.Error.WriteLine($"[{Stopwatch.GetElapsedTime(Began):mm\\:ss}] {what}");
}
