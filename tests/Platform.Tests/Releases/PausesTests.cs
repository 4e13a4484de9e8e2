using WxYarpGateway.Platform.Releases.Quota;
using WxYarpGateway.Platform.Releases.Steps;

namespace WxYarpGateway.Platform.Tests.Releases;

public sealed class PausesTests
{
    [Fact]
    public void The_scan_is_asked_for_every_30_seconds_at_first_and_every_5_minutes_at_last()
        => Assert.Equal(
            [30, 60, 120, 240, 300, 300],
            Enumerable.Range(1, 6).Select(polls => (int)Pauses.Scan(polls).TotalSeconds));

    [Fact]
    public void An_audit_is_asked_about_often_at_first_and_every_half_hour_at_last()
        => Assert.Equal(
            [15, 30, 60, 120, 240, 480, 960, 1800, 1800],
            Enumerable.Range(0, 9).Select(polls => (int)Pauses.Audit(polls).TotalSeconds));

    [Theory]
    [InlineData("2026-11-30T15:59:59Z", "2026-12-01T00:01:00+08:00")]
    [InlineData("2026-11-30T16:00:00Z", "2026-12-02T00:01:00+08:00")]
    [InlineData("2026-12-31T16:00:00Z", "2027-01-02T00:01:00+08:00")]
    public void The_next_day_begins_at_midnight_in_Shanghai(string now, string next)
        => Assert.Equal(
            DateTimeOffset.Parse(next, System.Globalization.CultureInfo.InvariantCulture),
            Shanghai.NextDay(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));
}
