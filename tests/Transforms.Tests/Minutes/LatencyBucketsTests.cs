using WxYarpGateway.Transforms.Minutes;

namespace WxYarpGateway.Transforms.Tests.Minutes;

public sealed class LatencyBucketsTests
{
    [Fact]
    public void Longer_durations_are_never_in_an_earlier_bucket_and_none_is_outside()
    {
        var last = 0;
        for (var microseconds = 0L; microseconds < 20_000_000; microseconds += 1 + (microseconds / 1000))
        {
            var bucket = LatencyBuckets.Of(TimeSpan.FromMicroseconds(microseconds));

            Assert.InRange(bucket, last, LatencyBuckets.Count - 1);
            last = bucket;
        }

        Assert.Equal(LatencyBuckets.Count - 1, last);
        Assert.Equal(0, LatencyBuckets.Of(TimeSpan.FromSeconds(-1)));
        Assert.Equal(LatencyBuckets.Count - 1, LatencyBuckets.Of(TimeSpan.MaxValue));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(3.1)]
    [InlineData(22)]
    [InlineData(480)]
    [InlineData(4500)]
    public void A_percentile_is_off_by_seven_percent_at_most(double milliseconds)
    {
        var counts = new int[LatencyBuckets.Count];
        counts[LatencyBuckets.Of(TimeSpan.FromMilliseconds(milliseconds))] = 1;

        Assert.InRange(LatencyBuckets.Percentile(counts, 0.5).TotalMilliseconds, milliseconds * 0.93, milliseconds * 1.07);
    }

    [Fact]
    public void Percentiles_part_what_is_spread_evenly()
    {
        var counts = new int[LatencyBuckets.Count];
        for (var milliseconds = 1; milliseconds <= 1000; milliseconds++)
        {
            counts[LatencyBuckets.Of(TimeSpan.FromMilliseconds(milliseconds))]++;
        }

        Assert.InRange(LatencyBuckets.Percentile(counts, 0.5).TotalMilliseconds, 485, 515);
        Assert.InRange(LatencyBuckets.Percentile(counts, 0.95).TotalMilliseconds, 920, 980);
        Assert.InRange(LatencyBuckets.Percentile(counts, 0.99).TotalMilliseconds, 960, 1020);
        Assert.Equal(TimeSpan.Zero, LatencyBuckets.Percentile(new int[LatencyBuckets.Count], 0.99));
    }
}
