using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Simulator.Tests.Platforms;

public sealed class PushedEventsTests
{
    [Fact]
    public void The_newest_thousand_events_are_kept_in_their_order()
    {
        var events = new PushedEvents();

        for (var number = 1; number <= 1_002; number++)
        {
            events.Add(new PushedEvent("wxp", $"event{number}", new PushResult("", [])));
        }

        Assert.Equal((1_000, "event3", "event1002"), (events.Newest.Count, events.Newest[0].InfoType, events.Newest[^1].InfoType));
    }
}
