using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms;

namespace WxYarpGateway.Simulator.Tests.Platforms;

public sealed class ComponentGateTests : PlatformFixture
{
    [Theory]
    [InlineData("""{"component_appid":"wxcomponent0000001","component_appsecret":"wrong","component_verify_ticket":"T"}""", 40125)]
    [InlineData("""{"component_appid":"wxcomponent0000001","component_secret":"component-secret","component_verify_ticket":"T"}""", 41004)]
    [InlineData("""{"component_appid":"wxcomponent0000001","component_appsecret":"component-secret"}""", 61006)]
    [InlineData("""{"component_appid":"wxcomponent0000001","component_appsecret":"component-secret","component_verify_ticket":""}""", 61006)]
    [InlineData("""{"component_appid":"wxcomponent0000001","component_appsecret":"component-secret","component_verify_ticket":7}""", 61006)]
    [InlineData("""{"component_appid":"wx1234567890abcdef","component_appsecret":"app-secret","component_verify_ticket":"T"}""", 61011)]
    [InlineData("""{"component_appid":"WXCOMPONENT0000001","component_appsecret":"component-secret","component_verify_ticket":"T"}""", 40013)]
    [InlineData("""{"component_appsecret":"component-secret","component_verify_ticket":"T"}""", 41002)]
    [InlineData("""{"component_appid":"a","component_appid":"b"}""", 47001)]
    [InlineData("nonsense", 47001)]
    [InlineData("", 44002)]
    public async Task A_wrong_request_for_a_token_gets_WeChats_error(string body, int error)
    {
        var ticket = Simulator.Platforms.CreateTicket(Component);

        body = body.Replace("\"T\"", $"\"{ticket}\"", StringComparison.Ordinal);
        Assert.Equal(error, ErrorOf(await CallAsync(HttpMethod.Post, ApiPath.ComponentToken, body)));
    }

    [Fact]
    public async Task A_caller_that_is_not_on_the_list_is_told_its_address_everywhere()
    {
        var token = await ComponentTokenAsync();
        var authorizer = (string)(await AuthorizedAsync(Account.AppId))["authorizer_access_token"]!;
        Platform.CallerAddresses = ["10.0.0.1"];
        var answer = await CallAsync(HttpMethod.Post, ApiPath.ComponentToken, TokenBody(Simulator.Platforms.CreateTicket(Component)));

        Assert.Equal(61004, ErrorOf(answer));
        Assert.Matches("^access clientip is not registered requestIP: 127\\.0\\.0\\.1 rid: ", (string)answer["errmsg"]!);
        Assert.Equal(61004, ErrorOf(await ComponentWithAsync(token, ApiPath.PreAuthCode)));
        Assert.Equal(61004, await SendErrorAsync(authorizer));
        Platform.CallerAddresses = ["10.0.0.1", "127.0.0.1"];
        Assert.Equal(0, ErrorOf(await ComponentWithAsync(token, ApiPath.PreAuthCode)));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 40001)]
    public async Task A_new_token_ends_the_old_one_by_option(bool newTokenEndsOld, int error)
    {
        Platform.Switches.NewTokenEndsOld = newTokenEndsOld;
        var (old, current) = (await ComponentTokenAsync(), await ComponentTokenAsync());

        Assert.NotEqual(old, current);
        Assert.Equal(error, ErrorOf(await ComponentWithAsync(old, ApiPath.PreAuthCode)));
        Assert.Equal(0, ErrorOf(await ComponentWithAsync(current, ApiPath.PreAuthCode)));
    }

    [Fact]
    public async Task A_token_lives_as_long_as_it_says()
    {
        Platform.Switches.ComponentTokenLifetime = TimeSpan.FromMinutes(5);
        var answer = await CallAsync(HttpMethod.Post, ApiPath.ComponentToken, TokenBody(Simulator.Platforms.CreateTicket(Component)));
        var token = (string)answer["component_access_token"]!;

        Assert.Equal(300, (int)answer["expires_in"]!);
        Clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(0, ErrorOf(await ComponentWithAsync(token, ApiPath.PreAuthCode)));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(42001, ErrorOf(await ComponentWithAsync(token, ApiPath.PreAuthCode)));
    }

    [Theory]
    [InlineData("component_access_token")]
    [InlineData("access_token")]
    public async Task The_token_has_two_names(string name)
    {
        var path = $"{ApiPath.PreAuthCode}?{name}={await ComponentTokenAsync()}";
        var answer = await CallAsync(HttpMethod.Post, path, $$"""{"component_appid":"{{Component}}"}""");

        Assert.StartsWith("preauthcode@@@", (string)answer["pre_auth_code"]!, StringComparison.Ordinal);
        Assert.Equal(1800, (int)answer["expires_in"]!);
        Assert.Equal(1, Simulator.Calls.Count(ApiPath.PreAuthCode, Component));
    }

    [Fact]
    public async Task The_wrong_kind_of_token_gets_the_error_that_names_the_right_one()
    {
        var component = await ComponentTokenAsync();
        var authorizer = (string)(await AuthorizedAsync(Account.AppId))["authorizer_access_token"]!;
        var own = await StableTokenAsync();
        var longNonsense = new string('x', 100);

        Assert.Equal(61014, ErrorOf(await ComponentWithAsync(authorizer, ApiPath.PreAuthCode)));
        Assert.Equal(61014, ErrorOf(await ComponentWithAsync(own, ApiPath.PreAuthCode)));
        Assert.Equal(40001, ErrorOf(await ComponentWithAsync(longNonsense, ApiPath.PreAuthCode)));
        Assert.Equal(40014, ErrorOf(await ComponentWithAsync("x", ApiPath.PreAuthCode)));
        Assert.Equal(41001, ErrorOf(await ComponentWithAsync("", ApiPath.PreAuthCode)));
        Assert.Equal(61015, await SendErrorAsync(component));
        Assert.Equal(0, await SendErrorAsync(authorizer));
    }

    [Fact]
    public async Task A_platform_asks_for_WeChats_addresses_with_its_own_token()
    {
        var answer = await CallAsync(HttpMethod.Get, $"{ApiPath.CallbackAddresses}?access_token={await ComponentTokenAsync()}");

        Assert.NotEmpty(answer["ip_list"]!.AsArray());
    }

    [Theory]
    [InlineData("""{}""", 41018)]
    [InlineData("""{"component_appid":"wxother"}""", 40013)]
    [InlineData("", 44002)]
    [InlineData("[1]", 47001)]
    public async Task A_call_names_its_own_platform(string body, int error)
    {
        var path = $"{ApiPath.PreAuthCode}?access_token={await ComponentTokenAsync()}";

        Assert.Equal(error, ErrorOf(await CallAsync(HttpMethod.Post, path, body)));
        Assert.Equal(43002, ErrorOf(await CallAsync(HttpMethod.Get, path)));
    }

    [Fact]
    public async Task The_token_of_one_platform_opens_nothing_of_another()
    {
        Simulator.AddPlatform(new SimulatedPlatform { AppId = "wxother", AppSecret = "s", EncodingAesKey = Key });
        await AuthorizedAsync(Account.AppId);
        var token = await ComponentTokenAsync();
        var other = await CallAsync(
            HttpMethod.Post,
            ApiPath.ComponentToken,
            TokenBody(Simulator.Platforms.CreateTicket("wxother"), "wxother", "s"));
        var info = new JsonObject { ["component_appid"] = "wxother", ["authorizer_appid"] = Account.AppId }.ToJsonString();

        Assert.Equal(
            61003,
            ErrorOf(await CallAsync(HttpMethod.Post, $"{ApiPath.AuthorizerInfo}?access_token={other["component_access_token"]}", info)));
        Assert.Equal(40013, ErrorOf(await CallAsync(HttpMethod.Post, $"{ApiPath.AuthorizerInfo}?access_token={token}", info)));
        Assert.Equal(
            61006,
            ErrorOf(await CallAsync(HttpMethod.Post, ApiPath.ComponentToken, TokenBody(Simulator.Platforms.CreateTicket("wxother")))));
    }

    [Fact]
    public async Task The_classic_and_stable_token_APIs_refuse_a_platform()
    {
        var classic = await CallAsync(
            HttpMethod.Get,
            $"{ApiPath.ClassicToken}?grant_type=client_credential&appid={Component}&secret={Secret}");
        var stable = await CallAsync(
            HttpMethod.Post,
            ApiPath.StableToken,
            $$"""{"grant_type":"client_credential","appid":"{{Component}}","secret":"{{Secret}}"}""");

        Assert.Equal([61024, 61024], [ErrorOf(classic), ErrorOf(stable)]);
    }

    [Fact]
    public async Task A_used_up_quota_is_cleared_ten_times_a_month()
    {
        Platform.Switches.CallsPerDay = new Dictionary<string, int> { [ApiPath.PreAuthCode] = 2 };
        var token = await ComponentTokenAsync();
        async Task<string> CallThriceAsync() =>
            $"{ErrorOf(await ComponentWithAsync(token, ApiPath.PreAuthCode))} "
            + $"{ErrorOf(await ComponentWithAsync(token, ApiPath.PreAuthCode))} "
            + $"{ErrorOf(await ComponentWithAsync(token, ApiPath.PreAuthCode))}";

        Assert.Equal("0 0 45009", await CallThriceAsync());
        for (var time = 1; time <= 10; time++)
        {
            Assert.Equal(0, await ClearAsync());
        }

        Assert.Equal("0 0 45009", await CallThriceAsync());
        Assert.Equal(48006, await ClearAsync());
        Clock.Advance(TimeSpan.FromDays(31));
        token = await ComponentTokenAsync();
        Assert.Equal(0, await ClearAsync());
        Assert.Equal("0 0 45009", await CallThriceAsync());
    }

    [Theory]
    [InlineData("""{"component_appid":"wxcomponent0000001","appsecret":"wrong"}""", 40125)]
    [InlineData("""{"component_appid":"wxcomponent0000001"}""", 41004)]
    [InlineData("""{"component_appid":"wxcomponent0000001","appsecret":"component-secret","appid":"wxnobody"}""", 40013)]
    [InlineData("""{"component_appid":"wxnobody","appsecret":"component-secret"}""", 40013)]
    [InlineData("""{"appsecret":"component-secret"}""", 41018)]
    [InlineData("", 44002)]
    public async Task A_wrong_request_to_clear_a_quota_clears_nothing(string body, int error) =>
        Assert.Equal(error, ErrorOf(await CallAsync(HttpMethod.Post, ApiPath.PlatformQuota, body)));

    [Fact]
    public async Task Switches_make_the_platform_busy_or_take_an_API_from_it()
    {
        var token = await ComponentTokenAsync();
        Platform.Switches.LackedApis = [ApiPath.PreAuthCode];
        Assert.Equal(48001, ErrorOf(await ComponentWithAsync(token, ApiPath.PreAuthCode)));
        Platform.Switches.IsBusy = true;
        Assert.Equal(-1, ErrorOf(await ComponentWithAsync(token, ApiPath.AuthorizerList, ("offset", 0), ("count", 1))));
    }

    private async Task<int> ClearAsync() =>
        ErrorOf(await CallAsync(
            HttpMethod.Post,
            ApiPath.PlatformQuota,
            $$"""{"component_appid":"{{Component}}","appsecret":"{{Secret}}"}"""));
}
