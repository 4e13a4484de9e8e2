using System.Text.Json.Nodes;
using System.Xml.Linq;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Simulator.Tests.Platforms;

public sealed class AuthorizationEventTests : PlatformFixture
{
    private static readonly AuthorizationOptions Before = new() { EventTiming = EventTiming.BeforeRedirect };

    [Fact]
    public async Task The_event_has_WeChats_fields_and_the_browsers_code()
    {
        var result = await AuthorizeAsync(Account.AppId, Before);
        var message = Assert.Single(Events);

        Assert.Equal(
            ["AppId", "CreateTime", "InfoType", "AuthorizerAppid", "AuthorizationCode", "AuthorizationCodeExpiredTime", "PreAuthCode"],
            message.Elements().Select(element => element.Name.LocalName));
        Assert.Equal("authorized", Text(message, "InfoType"));
        Assert.Equal(Component, Text(message, "AppId"));
        Assert.Equal(Account.AppId, Text(message, "AuthorizerAppid"));
        Assert.Equal(result.Code, Text(message, "AuthorizationCode"));
        Assert.Equal(Clock.GetUtcNow().ToUnixTimeSeconds() + 3600, (long)message.Element("AuthorizationCodeExpiredTime")!);
        Assert.StartsWith("preauthcode@@@", Text(message, "PreAuthCode"), StringComparison.Ordinal);
        Assert.True(Assert.Single(result.Pushes).IsAnswered);
    }

    [Fact]
    public async Task Event_and_browser_may_have_two_codes_of_which_both_are_valid()
    {
        Platform.Switches.EventHasOwnCode = true;
        var result = await AuthorizeAsync(Account.AppId, Before);
        var ofEvent = Text(Assert.Single(Events), "AuthorizationCode");

        Assert.NotEqual(result.Code, ofEvent);
        var (first, second) = (await QueryAsync(ofEvent), await QueryAsync(result.Code));
        Assert.Equal((string)first["authorizer_refresh_token"]!, (string)second["authorizer_refresh_token"]!);
        Assert.Equal([1, 1], Simulator.Platforms.Codes.Select(use => use.Exchanges));
    }

    [Fact]
    public async Task A_doubled_event_is_the_same_inside_and_sealed_anew()
    {
        await AuthorizeAsync(Account.AppId, Before with { EventTimes = 3 });

        Assert.Equal(3, Gateway.Received.Select(push => push.Body).Distinct().Count());
        Assert.Single(Events.Select(message => message.ToString()).Distinct());
    }

    [Fact]
    public async Task An_event_comes_late_by_its_delay()
    {
        var timers = Clock.WaitingTimers;
        await AuthorizeAsync(
            Account.AppId,
            new AuthorizationOptions { EventTiming = EventTiming.AfterRedirect, EventDelay = TimeSpan.FromMinutes(3) });
        await Eventually.HoldsAsync(() => Clock.WaitingTimers > timers, "the event waits", Cancellation);
        Clock.Advance(TimeSpan.FromSeconds(179));
        Assert.Empty(Events);
        var authorizedAt = Clock.GetUtcNow() - TimeSpan.FromSeconds(179);
        await Eventually.HoldsAsync(
            () =>
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
                return Events.Count == 1;
            },
            "the event arrives",
            Cancellation);

        Assert.Equal(authorizedAt.ToUnixTimeSeconds(), (long)Events[0].Element("CreateTime")!);
    }

    [Fact]
    public async Task An_event_may_be_lost_and_the_browsers_code_is_still_good()
    {
        var result = await AuthorizeAsync(Account.AppId);

        Assert.Empty(Events);
        Assert.Equal("authorized", result.InfoType);
        Assert.Equal(Account.AppId, (string)(await QueryAsync(result.Code))["authorizer_appid"]!);
    }

    [Fact]
    public async Task Events_come_in_any_order_and_in_one_second()
    {
        var moment = Clock.GetUtcNow();
        await AuthorizeAsync(Account.AppId, Before with { CreatedAt = moment });
        await Simulator.Platforms.UnauthorizeAsync(Component, Account.AppId, moment - TimeSpan.FromHours(1), Cancellation);
        await AuthorizeAsync(Account.AppId, Before with { CreatedAt = moment });
        await AuthorizeAsync(Account.AppId, Before with { CreatedAt = moment, PermissionSets = [1] });

        Assert.Equal(
            ["authorized", "unauthorized", "authorized", "updateauthorized"],
            Events.Select(message => Text(message, "InfoType")));
        var seconds = moment.ToUnixTimeSeconds();
        Assert.Equal([seconds, seconds - 3600, seconds, seconds], Events.Select(message => (long)message.Element("CreateTime")!));
        Assert.Equal(
            ["AppId", "CreateTime", "InfoType", "AuthorizerAppid"],
            Events[1].Elements().Select(element => element.Name.LocalName));
    }

    [Fact]
    public async Task A_script_authorizes_withdraws_and_reads_what_was_exchanged()
    {
        var answer = await OrderAsync("authorize", $$"""{"platform":"{{Component}}","appId":"{{Mini.AppId}}","eventTiming":"beforeRedirect","permissionSets":[18],"createdAt":1700000000}""");
        await QueryAsync((string)answer["code"]!);
        var codes = await ReadAsync("authorization-codes");
        var platform = Assert.Single(await ReadAsync("platforms"))!;
        var withdrawn = await OrderAsync("unauthorize", $$"""{"platform":"{{Component}}","appId":"{{Mini.AppId}}","createdAt":1699999999}""");

        Assert.Equal("authorized", (string)answer["infoType"]!);
        Assert.True((bool)answer["pushes"]![0]!["isAnswered"]!);
        Assert.Equal((1, true), ((int)codes[0]!["exchanges"]!, (bool)codes[0]!["isUsed"]!));
        Assert.Equal([18], platform["authorizers"]![0]!["permissionSets"]!.AsArray().Select(id => (int)id!));
        Assert.True((bool)platform["authorizers"]![0]!["wasQueried"]!);
        Assert.Contains("unauthorized", (string)withdrawn["message"]!, StringComparison.Ordinal);
        Assert.Equal([1700000000L, 1699999999L], Events.Select(message => (long)message.Element("CreateTime")!));
        Assert.False(Simulator.Platforms.IsAuthorized(Component, Mini.AppId));
    }

    [Theory]
    [InlineData("notify_third_fasteregister", 0, true)]
    [InlineData("notify_third_fasteregister", 100001, false)]
    [InlineData("notify_third_fastregisterbetaapp", 0, false)]
    [InlineData("notify_third_fastverifybetaapp", 0, false)]
    public async Task A_registration_is_an_authorization_only_when_WeChat_sends_a_code(string infoType, int status, bool isAuthorization)
    {
        await OrderAsync("register", $$$"""{"platform":"{{{Component}}}","appId":"{{{Mini.AppId}}}","infoType":"{{{infoType}}}","status":{{{status}}},"info":{"name":"海风","code":"91","code_type":1}}""");
        var message = Assert.Single(Events);

        Assert.Equal((Component, Mini.AppId), (Text(message, "AppId"), Text(message, "appid")));
        Assert.Equal((infoType, status), (Text(message, "InfoType"), (int)message.Element("status")!));
        Assert.Equal("海风", message.Element("info")!.Element("name")!.Value);
        Assert.Equal(isAuthorization, Simulator.Platforms.IsAuthorized(Component, Mini.AppId));
        Assert.Equal(isAuthorization, message.Element("auth_code") is not null);
        if (isAuthorization)
        {
            Assert.Equal(Mini.AppId, (string)(await QueryAsync(Text(message, "auth_code")))["authorizer_appid"]!);
        }
    }

    [Fact]
    public async Task Any_InfoType_can_be_pushed_with_any_fields()
    {
        await OrderAsync("event", $$$"""{"platform":"{{{Component}}}","infoType":"merry_christmas","fields":{"list":[{"appid":"a"},{"appid":"b"}],"n":9007199254740993},"createdAt":1}""");
        var message = Assert.Single(Events);

        Assert.Equal("merry_christmas", Text(message, "InfoType"));
        Assert.Equal(["a", "b"], message.Elements("list").Select(item => item.Element("appid")!.Value));
        Assert.Equal("9007199254740993", Text(message, "n"));
        Assert.Equal("1", Text(message, "CreateTime"));
    }

    [Theory]
    [InlineData("authorize", """{"platform":"wxnobody","appId":"wxmini00000000001"}""", "wxnobody")]
    [InlineData("authorize", """{"platform":"wxcomponent0000001","appId":"wxnobody"}""", "wxnobody")]
    [InlineData("authorize", """{"platform":"wxcomponent0000001"}""", "appId")]
    [InlineData("authorize", """{"platform":"wxcomponent0000001","appId":"wxmini00000000001","eventTimes":0}""", "eventTimes")]
    [InlineData("unauthorize", """{"platform":"wxcomponent0000001","appId":"wxmini00000000001"}""", "not authorized")]
    [InlineData("ticket", """{"platform":"wxnobody"}""", "wxnobody")]
    [InlineData("event", """{"platform":"wxcomponent0000001"}""", "infoType")]
    [InlineData("register", """{"platform":"wxcomponent0000001","appId":"wxnobody"}""", "wxnobody")]
    [InlineData("platform-switches", """{"platform":"wxcomponent0000001","switches":{"isBussy":true}}""", "isBussy")]
    [InlineData("platform-switches", """{"platform":"wxcomponent0000001","switches":{"refreshTokens":"Sometimes"}}""", "refreshTokens")]
    [InlineData("release-check", """{"platform":"wxnobody"}""", "wxnobody")]
    public async Task An_invalid_order_is_answered_with_what_is_wrong(string order, string body, string reason)
    {
        using var response = await SendAsync(HttpMethod.Post, $"/simulator/{order}", body);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(reason, await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_report_tells_a_token_or_a_secret()
    {
        var refresh = (string)(await AuthorizedAsync(Account.AppId))["authorizer_refresh_token"]!;
        using var response = await SendAsync(HttpMethod.Get, "/simulator/platforms");
        var text = await response.Content.ReadAsStringAsync(Cancellation);

        Assert.DoesNotContain(refresh, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_planned_fault_loses_the_answer_of_any_call_after_it_took_effect()
    {
        var (token, granted) = (await ComponentTokenAsync(), await AuthorizeAsync(Account.AppId));
        Simulator.Faults.Add(ApiPath.QueryAuth, Fault.LoseAnswer(), times: 1);

        await Assert.ThrowsAsync<HttpRequestException>(
            () => ComponentWithAsync(token, ApiPath.QueryAuth, ("authorization_code", granted.Code)));
        Assert.Equal(61009, ErrorOf(await ComponentWithAsync(token, ApiPath.QueryAuth, ("authorization_code", granted.Code))));
        var listed = await ComponentWithAsync(token, ApiPath.AuthorizerList, ("offset", 0), ("count", 1));
        Assert.NotEqual("", (string)listed["list"]![0]!["refresh_token"]!);
    }

    private static string Text(XElement message, string name) => message.Element(name)!.Value;

    private Task<JsonObject> OrderAsync(string order, string body) => CallAsync(HttpMethod.Post, $"/simulator/{order}", body);

    private async Task<JsonArray> ReadAsync(string list)
    {
        using var response = await SendAsync(HttpMethod.Get, $"/simulator/{list}");
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!.AsArray();
    }
}
