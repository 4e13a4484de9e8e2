using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Records;
using WxYarpGateway.Console.Pages.Live;
using WxYarpGateway.Console.Tests.Fixtures;

namespace WxYarpGateway.Console.Tests.Pages;

public sealed class LiveTailTests
{
    private static readonly RecordSource Shop = new("shop", IsPlatform: false);

    [Fact]
    public async Task It_keeps_the_newest_five_hundred_and_counts_those_that_came_too_fast()
    {
        await using var provider = Fleets.Of(TimeProvider.System);
        await using var feeds = new RecordFeeds(provider.GetRequiredService<GatewayFleet>(), TimeProvider.System);
        await using var tail = new LiveTail(feeds);
        await tail.FollowAsync([Shop]);
        var feed = feeds.Open(Shop);
        Send(feed, 0, 300);
        Assert.True(tail.Pump());

        Send(feed, 300, 900);
        Assert.True(tail.Pump());

        Assert.Equal(LiveTail.Most, tail.Rows.Count);
        Assert.Equal($"{1199:x32}", tail.Rows[0].Id);
        Assert.Equal(400, tail.Lost);
        Assert.False(tail.Pump());
        await feeds.CloseAsync(feed);
    }

    [Fact]
    public async Task A_rare_failure_stays_while_others_rush_by()
    {
        await using var provider = Fleets.Of(TimeProvider.System);
        await using var feeds = new RecordFeeds(provider.GetRequiredService<GatewayFleet>(), TimeProvider.System);
        await using var tail = new LiveTail(feeds);
        await tail.FollowAsync([Shop]);
        tail.Show(new LiveFilter { OnlyFailures = true });
        var feed = feeds.Open(Shop);
        feed.Take(new GatewayEvent("record", Samples.Record(new string('0', 32), outcome: "Failed")));
        tail.Pump();

        Send(feed, 1, 2000);
        tail.Pump();

        Assert.Equal("Failed", Assert.Single(tail.Rows).Outcome);
        await feeds.CloseAsync(feed);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("{\"id\":null}")]
    [InlineData("{\"id\":{}}")]
    [InlineData("[]")]
    public async Task What_is_no_record_is_left_out(string news)
    {
        await using var provider = Fleets.Of(TimeProvider.System);
        await using var feed = new RecordFeed(Shop, provider.GetRequiredService<GatewayFleet>(), TimeProvider.System);

        feed.Take(new GatewayEvent("record", news));

        Assert.Equal(0, feed.Count);
    }

    private static void Send(RecordFeed feed, int from, int count)
    {
        for (var number = from; number < from + count; number++)
        {
            feed.Take(new GatewayEvent("record", Samples.Record($"{number:x32}")));
        }
    }
}
