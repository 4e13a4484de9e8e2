using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace WxYarpGateway.Load;

/// <summary>Runs wrk and reads its result.</summary>
internal static partial class Wrk
{
    /// <summary>Drives an address for a while; what the processes behind it spend meanwhile is part of the result.</summary>
    public static async Task<Measurement> DriveAsync(
        Workshop workshop, Case measured, Target target, string path, int seed, TimeSpan time, CancellationToken cancellationToken)
    {
        var seconds = ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(
            "wrk",
            [
                "-t1", $"-c{measured.Connections}", $"-d{seconds}s", "--timeout", "10s", "-s",
                    Path.Combine(workshop.Scripts, measured.Script), new Uri(target.Address, "/").AbsoluteUri, "--",
                $"path={path}", $"token={Cases.Token}", $"key={Cases.AesKey}", $"appid={Cases.AppId}", $"seed={seed}", .. measured.Options,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["WECHAT_SCRIPTS"] = workshop.Scripts;
        var (before, redisBefore) = (target.CpuMicroseconds, target.Redis?.CpuMicroseconds);
        using var wrk = Process.Start(start)!;
        var errors = wrk.StandardError.ReadToEndAsync(cancellationToken);
        var output = await wrk.StandardOutput.ReadToEndAsync(cancellationToken);
        await wrk.WaitForExitAsync(cancellationToken);
        var (spent, redisSpent) = (target.CpuMicroseconds - before, target.Redis?.CpuMicroseconds - redisBefore);
        var result = Result().Match(output);
        if (!result.Success)
        {
            throw new InvalidOperationException($"wrk failed: {output}{await errors}");
        }

        double Number(string name) => double.Parse(result.Groups[name].Value, CultureInfo.InvariantCulture);
        return new Measurement(
            Number("requests"), Number("microseconds") / 1e6, Number("p50"), Number("p99"),
                (long)(Number("status") + Number("socket") + Number("bad")), spent / Number("requests"), redisSpent / Number("requests"),
            target.Mebibytes);
    }

    [GeneratedRegex(
        @"RESULT requests=(?<requests>\d+) microseconds=(?<microseconds>\d+) p50=(?<p50>[\d.]+) p99=(?<p99>[\d.]+) status=(?<status>\d+) socket=(?<socket>\d+) bad=(?<bad>\d+)")]
    private static partial Regex Result();
}
