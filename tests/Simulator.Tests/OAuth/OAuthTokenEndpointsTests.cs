using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.OAuth;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.Tests.OAuth;

public sealed class OAuthTokenEndpointsTests : SimulatorFixture
{
    private static readonly SimulatedUser Ada = new() { OpenId = "oAda", Nickname = "Ada", UnionId = "uAda" };

    [Fact]
    public async Task A_code_is_exchanged_for_the_openid_and_a_token_of_the_user()
    {
        var answer = await ExchangeAsync(CodeOf(Ada, OAuthScope.UserInfo));

        Assert.Equal(["access_token", "expires_in", "refresh_token", "openid", "scope", "unionid"], answer.Select(field => field.Key));
        Assert.Equal(
            (7200, "oAda", "snsapi_userinfo", "uAda"),
            ((int)answer["expires_in"]!, (string)answer["openid"]!, (string)answer["scope"]!, (string)answer["unionid"]!));
        Assert.False(Simulator.IsTokenValid((string)answer["access_token"]!));
    }

    [Fact]
    public async Task The_openid_alone_comes_without_a_unionid_and_a_snapshot_says_so()
    {
        var alone = await ExchangeAsync(CodeOf(Ada, OAuthScope.Base));
        var snapshot = await ExchangeAsync(CodeOf(Ada with { IsSnapshot = true }, OAuthScope.UserInfo));

        Assert.Null(alone["unionid"]);
        Assert.Null(alone["is_snapshotuser"]);
        Assert.Equal(1, (int)snapshot["is_snapshotuser"]!);
    }

    [Fact]
    public async Task A_code_is_good_once_and_every_try_is_counted()
    {
        var code = CodeOf(Ada, OAuthScope.Base);
        var unused = CodeOf(Ada, OAuthScope.Base);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ExchangeAsync(code)));

        Assert.Single(answers, answer => answer["openid"] is not null);
        Assert.All(answers.Where(answer => answer["openid"] is null), answer => AssertError(40163, answer));
        Assert.Equal((8, 0), (Simulator.OAuth.ExchangesOf(code), Simulator.OAuth.ExchangesOf(unused)));
    }

    [Fact]
    public async Task A_code_expires_after_five_minutes_and_is_forgotten_after_a_day()
    {
        var last = CodeOf(Ada, OAuthScope.Base);
        Clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal("oAda", (string)(await ExchangeAsync(last))["openid"]!);

        var late = CodeOf(Ada, OAuthScope.Base);
        Clock.Advance(TimeSpan.FromMinutes(5));
        AssertError(42003, await ExchangeAsync(late));

        Clock.Advance(TimeSpan.FromDays(1));
        CodeOf(Ada, OAuthScope.Base);
        AssertError(40029, await ExchangeAsync(late));
    }

    [Theory]
    [InlineData("appid=wx1234567890abcdef&secret=app-secret&code=c", 40002)]
    [InlineData("secret=app-secret&code=c&grant_type=authorization_code", 41002)]
    [InlineData("appid=wxother&secret=app-secret&code=c&grant_type=authorization_code", 40013)]
    [InlineData("appid=wx1234567890abcdef&code=c&grant_type=authorization_code", 41004)]
    [InlineData("appid=wx1234567890abcdef&secret=wrong&code=c&grant_type=authorization_code", 40125)]
    [InlineData("appid=wx1234567890abcdef&secret=app-secret&grant_type=authorization_code", 41008)]
    [InlineData("appid=wx1234567890abcdef&secret=app-secret&code=&grant_type=authorization_code", 41008)]
    [InlineData("appid=wx1234567890abcdef&secret=app-secret&code=c&grant_type=authorization_code", 40029)]
    public async Task An_invalid_exchange_gets_its_errcode(string query, int expected) =>
        AssertError(expected, await CallAsync(HttpMethod.Get, $"{ApiPath.OAuthToken}?{query}"));

    [Fact]
    public async Task A_code_of_another_account_is_unknown_and_stays_good_for_its_own()
    {
        Simulator.AddAccount(new SimulatedAccount { AppId = "wxother", AppSecret = "other" });
        var code = CodeOf(Ada, OAuthScope.Base);

        AssertError(
            40029,
            await CallAsync(HttpMethod.Get, $"{ApiPath.OAuthToken}?appid=wxother&secret=other&code={code}&grant_type=authorization_code"));
        Assert.Equal("oAda", (string)(await ExchangeAsync(code))["openid"]!);
    }

    [Fact]
    public async Task A_wrong_secret_leaves_the_code_good()
    {
        var code = CodeOf(Ada, OAuthScope.Base);
        Account.AppSecret = "rotated";
        AssertError(40125, await ExchangeAsync(code));
        Account.AppSecret = "app-secret";

        Assert.Equal("oAda", (string)(await ExchangeAsync(code))["openid"]!);
    }

    [Fact]
    public async Task A_busy_system_a_lacking_permission_and_a_wrong_method_are_refused()
    {
        var code = CodeOf(Ada, OAuthScope.Base);
        Account.Switches.IsBusy = true;
        AssertError(-1, await ExchangeAsync(code));
        Account.Switches.IsBusy = false;
        Account.Switches.LackedApis = [ApiPath.OAuthToken];
        AssertError(48001, await ExchangeAsync(code));
        AssertError(43001, await CallAsync(HttpMethod.Post, ApiPath.OAuthToken, "{}"));
    }

    [Fact]
    public async Task A_living_token_is_prolonged_and_an_expired_one_replaced()
    {
        var first = await ExchangeAsync(CodeOf(Ada, OAuthScope.UserInfo));
        Clock.Advance(TimeSpan.FromHours(1));
        var prolonged = await RefreshAsync((string)first["refresh_token"]!);
        Clock.Advance(TimeSpan.FromHours(2));
        var replaced = await RefreshAsync((string)first["refresh_token"]!);

        Assert.Equal(["access_token", "expires_in", "refresh_token", "openid", "scope"], prolonged.Select(field => field.Key));
        Assert.Equal(((string)first["access_token"]!, 7200), ((string)prolonged["access_token"]!, (int)prolonged["expires_in"]!));
        Assert.NotEqual((string)first["access_token"]!, (string)replaced["access_token"]!);
        AssertError(42001, await CallAsync(HttpMethod.Get, $"{ApiPath.OAuthCheck}?access_token={first["access_token"]}&openid=oAda"));
    }

    [Fact]
    public async Task A_refresh_token_lives_30_days_and_belongs_to_its_account()
    {
        var refreshToken = (string)(await ExchangeAsync(CodeOf(Ada, OAuthScope.UserInfo)))["refresh_token"]!;
        Simulator.AddAccount(new SimulatedAccount { AppId = "wxother" });

        AssertError(40030, await RefreshAsync("unknown"));
        AssertError(41003, await RefreshAsync(""));
        AssertError(
            40030,
            await CallAsync(HttpMethod.Get, $"{ApiPath.OAuthRefresh}?appid=wxother&grant_type=refresh_token&refresh_token={refreshToken}"));
        AssertError(40002, await CallAsync(HttpMethod.Get, $"{ApiPath.OAuthRefresh}?appid={Account.AppId}&refresh_token={refreshToken}"));
        Clock.Advance(TimeSpan.FromDays(30));
        AssertError(42002, await RefreshAsync(refreshToken));
    }

    [Fact]
    public async Task The_answer_is_called_plain_text_and_its_calls_are_the_accounts()
    {
        using var response = await SendAsync(HttpMethod.Get, $"{ApiPath.OAuthToken}?appid={Account.AppId}&grant_type=authorization_code");

        Assert.Equal("text/plain", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(1, Simulator.Calls.Count(ApiPath.OAuthToken, Account.AppId));
    }

    private static void AssertError(int expected, JsonObject answer)
    {
        Assert.Equal(expected, (int)answer["errcode"]!);
        Assert.Matches(", rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$", (string)answer["errmsg"]!);
        Assert.Null(answer["access_token"]);
    }

    private string CodeOf(SimulatedUser user, string scope)
    {
        Simulator.AddUser(Account.AppId, user);
        return Simulator.OAuth.CreateCode(Account.AppId, user.OpenId, scope);
    }

    private Task<JsonObject> ExchangeAsync(string code) =>
        CallAsync(
            HttpMethod.Get,
            $"{ApiPath.OAuthToken}?appid={Account.AppId}&secret=app-secret&code={code}&grant_type=authorization_code");

    private Task<JsonObject> RefreshAsync(string refreshToken) =>
        CallAsync(
            HttpMethod.Get,
            $"{ApiPath.OAuthRefresh}?appid={Account.AppId}&grant_type=refresh_token&refresh_token={Uri.EscapeDataString(refreshToken)}");
}
