using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Simulator.Tests.Platforms;

public sealed class TicketTests : PlatformFixture
{
    private const string Ticket = "component_verify_ticket";
    private const string StartBody = $$"""{"component_appid":"{{Component}}","component_secret":"{{Secret}}"}""";

    [Fact]
    public async Task A_ticket_comes_at_once_and_every_ten_minutes_sealed_for_the_platform()
    {
        await StartAsync();
        await ArriveAsync(1);
        Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.Single(Events);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await ArriveAsync(2);
        Clock.Advance(TimeSpan.FromMinutes(20));
        await ArriveAsync(4);

        Assert.All(Events, message =>
        {
            Assert.Equal(Component, message.Element("AppId")!.Value);
            Assert.Equal("component_verify_ticket", message.Element("InfoType")!.Value);
            Assert.StartsWith("ticket@@@", message.Element("ComponentVerifyTicket")!.Value, StringComparison.Ordinal);
        });
        Assert.Equal(4, Events.Select(message => message.Element("ComponentVerifyTicket")!.Value).Distinct().Count());
        await Eventually.HoldsAsync(
            () => Simulator.Platforms.Events.Newest.Count(pushed => (pushed.Platform, pushed.InfoType) == (Component, Ticket)) == 4,
            "the pushes were recorded",
            TestContext.Current.CancellationToken);
        Assert.All(
            Gateway.Received,
            push => Assert.Contains($"<AppId><![CDATA[{Component}]]></AppId>", push.Body, StringComparison.Ordinal));
        Assert.All(Gateway.Received, push => Assert.DoesNotContain("ToUserName", push.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Several_tickets_are_valid_at_a_time_and_each_for_twelve_hours()
    {
        var first = Simulator.Platforms.CreateTicket(Component);
        Clock.Advance(TimeSpan.FromHours(1));
        var second = Simulator.Platforms.CreateTicket(Component);

        Assert.Equal((0, 0), (await TokenErrorAsync(first), await TokenErrorAsync(second)));
        Clock.Advance(TimeSpan.FromHours(11));
        Assert.Equal((61005, 0), (await TokenErrorAsync(first), await TokenErrorAsync(second)));
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal((61005, 61006), (await TokenErrorAsync(second), await TokenErrorAsync($"{second}x")));
    }

    [Theory]
    [InlineData(200, "SUCCESS")]
    [InlineData(200, "success\n")]
    [InlineData(200, " success")]
    [InlineData(200, "\uFEFFsuccess")]
    [InlineData(200, "")]
    [InlineData(200, "\"success\"")]
    [InlineData(200, "<xml><return_code>success</return_code></xml>")]
    [InlineData(500, "success")]
    [InlineData(204, "")]
    public async Task Tickets_stop_after_answers_that_are_not_exactly_success(int status, string body)
    {
        Platform.Switches.WrongAnswersUntilSilence = 3;
        GatewayAnswers((_, _) => (status, body));
        await StartAsync();
        await ArriveAsync(1);
        for (var ticket = 2; ticket <= 3; ticket++)
        {
            Assert.True(Simulator.Platforms.GetsTickets(Component));
            Clock.Advance(TimeSpan.FromMinutes(10));
            await ArriveAsync(ticket);
        }

        await Eventually.HoldsAsync(() => !Simulator.Platforms.GetsTickets(Component), "the tickets stop", Cancellation);
        Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(3, Events.Count);

        GatewayAnswers((_, _) => (200, "success"));
        Assert.Equal("ok", await StartAsync());
        await ArriveAsync(4);
    }

    [Fact]
    public async Task A_right_answer_in_between_forgives_the_wrong_ones()
    {
        Platform.Switches.WrongAnswersUntilSilence = 2;
        GatewayAnswers((_, turn) => (200, turn % 2 == 0 ? "wrong" : "success"));
        (var url, Platform.EventUrl) = (Platform.EventUrl, null);
        await StartAsync();
        Platform.EventUrl = url;
        for (var ticket = 0; ticket < 6; ticket++)
        {
            await Simulator.Platforms.PushTicketAsync(Component, Cancellation);
            Assert.True(Simulator.Platforms.GetsTickets(Component));
        }
    }

    [Fact]
    public async Task The_test_URL_gets_the_same_tickets_and_its_answers_change_nothing()
    {
        Platform.Switches.WrongAnswersUntilSilence = 1;
        Platform.TestEventUrl = new Uri(Gateway.Url, "/test");
        GatewayAnswers((path, _) => path == "/test" ? (404, "no") : (200, "success"));
        await Simulator.Platforms.PushTicketAsync(Component, Cancellation);
        await StartAsync();
        await Eventually.HoldsAsync(() => Gateway.Received.Count == 4, "both URLs get both tickets", Cancellation);

        var byPath = Gateway.Received
            .GroupBy(push => push.Path, push => Open(push).Element("ComponentVerifyTicket")!.Value)
            .ToDictionary(group => group.Key, group => group.Order(StringComparer.Ordinal).ToList());
        Assert.Equal(byPath["/event"], byPath["/test"]);
        Assert.True(Simulator.Platforms.GetsTickets(Component));
    }

    [Fact]
    public async Task Asking_for_tickets_again_is_harmless()
    {
        Assert.Equal("ok", await StartAsync());
        await ArriveAsync(1);
        Assert.Equal("in a normal state", await StartAsync());
        Assert.Equal("in a normal state", await StartAsync());
        Assert.Single(Events);
    }

    [Theory]
    [InlineData("""{"component_appid":"wxcomponent0000001","component_appsecret":"component-secret"}""", 41004)]
    [InlineData("""{"component_appid":"wxcomponent0000001","component_secret":"wrong"}""", 40125)]
    [InlineData("""{"component_appid":"wxnobody","component_secret":"component-secret"}""", 40013)]
    [InlineData("""{"component_appid":"wx1234567890abcdef","component_secret":"app-secret"}""", 61011)]
    [InlineData("""{"component_secret":"component-secret"}""", 41002)]
    [InlineData("[]", 47001)]
    [InlineData("", 44002)]
    public async Task A_wrong_request_for_tickets_starts_none(string body, int error)
    {
        Assert.Equal(error, ErrorOf(await CallAsync(HttpMethod.Post, ApiPath.StartPushTicket, body)));
        Assert.False(Simulator.Platforms.GetsTickets(Component));
    }

    [Fact]
    public async Task A_faster_interval_counts_from_the_moment_that_a_script_sets_it()
    {
        using var set = await SendAsync(
            HttpMethod.Post,
            "/simulator/platform-switches",
            $$$"""{"platform":"{{{Component}}}","switches":{"pushesTickets":true,"ticketInterval":"00:00:02"}}""");
        Assert.Equal(204, (int)set.StatusCode);
        await ArriveAsync(1);
        Clock.Advance(TimeSpan.FromSeconds(4));
        await ArriveAsync(3);

        using var off = await SendAsync(
            HttpMethod.Post,
            "/simulator/platform-switches",
            $$$"""{"platform":"{{{Component}}}","switches":{"pushesTickets":false}}""");
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(3, Events.Count);
        Assert.Equal(TimeSpan.FromSeconds(2), Platform.Switches.TicketInterval);
    }

    [Fact]
    public async Task A_platform_without_an_event_URL_gets_none_and_says_so()
    {
        Platform.EventUrl = null;

        Assert.Null(await Simulator.Platforms.PushTicketAsync(Component, Cancellation));
        using var response = await SendAsync(HttpMethod.Post, "/simulator/ticket", $$"""{"platform":"{{Component}}"}""");
        Assert.Equal(204, (int)response.StatusCode);
        Assert.Equal(0, await TokenErrorAsync(Simulator.Platforms.CreateTicket(Component)));
    }

    private async Task<string> StartAsync()
    {
        var answer = await CallAsync(HttpMethod.Post, ApiPath.StartPushTicket, StartBody);
        Assert.Equal(0, ErrorOf(answer));
        return (string)answer["errmsg"]!;
    }

    private Task ArriveAsync(int count) =>
        Eventually.HoldsAsync(() => Events.Count >= count, $"{count} tickets arrive", Cancellation);

    private async Task<int> TokenErrorAsync(string ticket) =>
        ErrorOf(await CallAsync(HttpMethod.Post, ApiPath.ComponentToken, TokenBody(ticket)));
}
