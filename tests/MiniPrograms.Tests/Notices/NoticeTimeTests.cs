using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Notices;

namespace WxYarpGateway.MiniPrograms.Tests.Notices;

public sealed class NoticeTimeTests
{
    [Theory]
    [InlineData("2026-12-31 08:00:00", "2026-12-31T00:00:00Z")]
    [InlineData("2026-12-31T08:00:00", "2026-12-31T00:00:00Z")]
    [InlineData("2026-12-31T08:00:00Z", "2026-12-31T08:00:00Z")]
    [InlineData("2026-12-31T08:00:00.5Z", "2026-12-31T08:00:00.5Z")]
    [InlineData("2026-12-31T08:00:00+02:00", "2026-12-31T06:00:00Z")]
    [InlineData("2026-12-31T08:00-05:00", "2026-12-31T13:00:00Z")]
    public void Times_without_a_zone_are_the_mini_programs(string text, string time)
    {
        Assert.True(NoticeTime.TryRead(text, new LoginOptions(), out var read));
        Assert.Equal(DateTimeOffset.Parse(time, null), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("2026-02-30 08:00:00")]
    [InlineData("31.12.2026 08:00")]
    [InlineData("2026-12-31")]
    [InlineData("0001-01-01 00:00:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    public void Anything_else_is_no_time(string text) => Assert.False(NoticeTime.TryRead(text, new LoginOptions(), out _));

    [Fact]
    public void A_time_that_spring_leaves_out_is_none()
    {
        var options = new LoginOptions { TimeZone = "Europe/Berlin" };
        Assert.False(NoticeTime.TryRead("2026-03-29 02:30:00", options, out _));
        Assert.True(NoticeTime.TryRead("2026-03-29 03:30:00", options, out var read));
        Assert.Equal("2026-03-29 03:30:00", NoticeTime.Write(read, options));
    }
}
