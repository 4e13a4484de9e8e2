namespace WxYarpGateway.Load;

/// <summary>What one run of the load showed.</summary>
/// <param name="Requests">The requests answered.</param>
/// <param name="Seconds">The time it took.</param>
/// <param name="P50">The median latency in milliseconds.</param>
/// <param name="P99">The latency that one in a hundred exceeds, in milliseconds.</param>
/// <param name="Errors">Answers that were not right, or did not come.</param>
/// <param name="CpuMicroseconds">What the process under load spent on each request.</param>
/// <param name="RedisMicroseconds">What its Redis spent on each request; <see langword="null"/> without one.</param>
/// <param name="Mebibytes">The memory that the process held at the end, in MiB.</param>
internal sealed record Measurement(
    double Requests, double Seconds, double P50, double P99, long Errors, double CpuMicroseconds, double? RedisMicroseconds,
    double Mebibytes)
{
    public double PerSecond => Requests / Seconds;
}
