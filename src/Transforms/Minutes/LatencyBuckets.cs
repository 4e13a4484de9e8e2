using System.Numerics;

namespace WxYarpGateway.Transforms.Minutes;

/// <summary>A histogram of a fixed size: eight buckets to each doubling, from 64 µs to 8.4 s. A percentile is off by at most 7 %.</summary>
internal static class LatencyBuckets
{
    /// <summary>How many buckets there are: the first is for all below 64 µs, the last for all from 8.4 s on.</summary>
    public const int Count = 1 + ((LastPower - FirstPower + 1) * InPower) + 1;

    private const int FirstPower = 6;
    private const int LastPower = 22;
    private const int PowerBits = 3;
    private const int InPower = 1 << PowerBits;

    /// <summary>Returns the bucket of a duration.</summary>
    public static int Of(TimeSpan duration)
    {
        var microseconds = duration.Ticks / TimeSpan.TicksPerMicrosecond;
        if (microseconds < 1 << FirstPower)
        {
            return 0;
        }

        var power = BitOperations.Log2((ulong)microseconds);
        var within = (int)(microseconds >> (power - PowerBits)) & (InPower - 1);
        return power > LastPower ? Count - 1 : 1 + ((power - FirstPower) * InPower) + within;
    }

    /// <summary>Returns the duration below which a part of all durations lies; zero when there are none.</summary>
    /// <param name="counts">How many durations each bucket has.</param>
    /// <param name="part">The part, such as 0.95.</param>
    public static TimeSpan Percentile(ReadOnlySpan<int> counts, double part)
    {
        var total = 0L;
        foreach (var count in counts)
        {
            total += count;
        }

        var rank = Math.Max(1, (long)Math.Ceiling(total * part));
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            if (counts[bucket] is var here && rank <= here)
            {
                // Those of a bucket are taken to be spread evenly over it.
                var start = StartOf(bucket);
                return TimeSpan.FromMicroseconds(start + ((StartOf(bucket + 1) - start) * (rank - 0.5) / here));
            }

            rank -= counts[bucket];
        }

        return TimeSpan.Zero;
    }

    // In microseconds. The last bucket has no end of its own.
    private static double StartOf(int bucket)
        => bucket == 0 ? 0
            : Math.Min(bucket, Count - 1) - 1 is var index
                ? Math.ScaleB(1 + ((index % InPower) / (double)InPower), FirstPower + (index / InPower)) : 0;
}
