using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tests.Tokens;

public sealed class TokenEndpointsTests : SimulatorFixture
{
    private const string Right = "grant_type=client_credential&appid=wx1234567890abcdef&secret=app-secret";

    [Fact]
    public async Task Both_apis_give_a_token_that_opens_the_api()
    {
        var classic = await CallAsync(HttpMethod.Get, $"{ApiPath.ClassicToken}?{Right}");

        Assert.Equal(7200, (int)classic["expires_in"]!);
        Assert.True(Simulator.IsTokenValid((string)classic["access_token"]!));
        Assert.True(Simulator.IsTokenValid(await StableTokenAsync()));
    }

    [Theory]
    [InlineData("appid=wx1234567890abcdef&secret=app-secret", 40002)]
    [InlineData("grant_type=code&appid=wx1234567890abcdef&secret=app-secret", 40002)]
    [InlineData("grant_type=client_credential&secret=app-secret", 41002)]
    [InlineData("grant_type=client_credential&appid=wx1234567890abcdef", 41004)]
    [InlineData("grant_type=client_credential&appid=wx1234567890abcdef&secret=", 41004)]
    [InlineData("grant_type=client_credential&appid=wxother&secret=app-secret", 40013)]
    [InlineData("grant_type=client_credential&appid=wx1234567890abcdef&secret=wrong", 40125)]
    public async Task An_invalid_classic_call_gets_its_errcode(string query, int expected) =>
        AssertError(expected, await CallAsync(HttpMethod.Get, $"{ApiPath.ClassicToken}?{query}"));

    [Theory]
    [InlineData("""{"appid":"wx1234567890abcdef","secret":"app-secret"}""", 40002)]
    [InlineData("""{"grant_type":"client_credential","secret":"app-secret"}""", 41002)]
    [InlineData("""{"grant_type":"client_credential","appid":"wx1234567890abcdef"}""", 41004)]
    [InlineData("""{"grant_type":"client_credential","appid":"wxother","secret":"app-secret"}""", 40013)]
    [InlineData("""{"grant_type":"client_credential","appid":"wx1234567890abcdef","secret":"wrong"}""", 40125)]
    [InlineData("grant_type=client_credential", 47001)]
    [InlineData("""["client_credential"]""", 47001)]
    [InlineData("""{"appid":"a","appid":"b"}""", 47001)]
    [InlineData("", 44002)]
    public async Task An_invalid_stable_call_gets_its_errcode(string body, int expected) =>
        AssertError(expected, await CallAsync(HttpMethod.Post, ApiPath.StableToken, body));

    [Fact]
    public async Task The_wrong_method_is_refused()
    {
        AssertError(43001, await CallAsync(HttpMethod.Post, $"{ApiPath.ClassicToken}?{Right}", "{}"));
        AssertError(43002, await CallAsync(HttpMethod.Get, $"{ApiPath.StableToken}?{Right}"));
    }

    [Fact]
    public async Task An_address_off_the_whitelist_is_named()
    {
        Account.Switches.DeniesCallerAddress = true;
        var answer = await CallAsync(HttpMethod.Get, $"{ApiPath.ClassicToken}?{Right}");

        AssertError(40164, answer);
        Assert.StartsWith(
            "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist rid: ",
            (string)answer["errmsg"]!,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_system_and_a_used_up_quota_have_their_errcodes()
    {
        Account.Switches.IsBusy = true;
        AssertError(-1, await CallAsync(HttpMethod.Get, $"{ApiPath.ClassicToken}?{Right}"));
        Account.Switches.IsBusy = false;
        Account.Switches.ClassicTokensPerDay = 0;
        AssertError(45009, await CallAsync(HttpMethod.Get, $"{ApiPath.ClassicToken}?{Right}"));
    }

    [Fact]
    public async Task Secrets_can_be_changed_while_it_runs()
    {
        Account.AppSecret = "new";

        AssertError(40125, await CallAsync(HttpMethod.Get, $"{ApiPath.ClassicToken}?{Right}"));
    }

    [Fact]
    public async Task Content_types_are_as_odd_as_live_ones()
    {
        using var classic = await SendAsync(HttpMethod.Get, $"{ApiPath.ClassicToken}?{Right}");
        using var stable = await SendAsync(
            HttpMethod.Post,
            ApiPath.StableToken,
            $$"""{"grant_type":"client_credential","appid":"{{Account.AppId}}","secret":"app-secret"}""");

        Assert.Equal("application/json; encoding=utf-8", classic.Content.Headers.ContentType?.ToString());
        Assert.Equal("text/plain", stable.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task Force_refresh_works_over_HTTP()
    {
        var first = await StableTokenAsync();
        var forced = await CallAsync(
            HttpMethod.Post,
            ApiPath.StableToken,
            $$"""{"grant_type":"client_credential","appid":"{{Account.AppId}}","secret":"app-secret","force_refresh":true}""");

        Assert.NotEqual(first, (string)forced["access_token"]!);
        Assert.False(Simulator.IsTokenValid(first));
    }

    private static void AssertError(int expected, System.Text.Json.Nodes.JsonObject answer)
    {
        Assert.Equal(expected, (int)answer["errcode"]!);
        Assert.Matches(" rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$", (string)answer["errmsg"]!);
        Assert.Null(answer["access_token"]);
    }
}
