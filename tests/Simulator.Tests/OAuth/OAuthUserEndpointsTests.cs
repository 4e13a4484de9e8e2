using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.OAuth;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.Tests.OAuth;

public sealed class OAuthUserEndpointsTests : SimulatorFixture
{
    [Fact]
    public async Task A_granted_profile_is_told_as_it_was_given()
    {
        var ada = new SimulatedUser
        {
            OpenId = "oAda",
            Nickname = "小艾😀",
            Sex = 2,
            City = "广州",
            Country = "中国",
            HeadImageUrl = "https://a.example/p",
            Privileges = ["chinaunicom"],
            UnionId = "u",
        };
        var token = await TokenAsync(ada, OAuthScope.UserInfo);
        using var response = await SendAsync(HttpMethod.Get, $"{ApiPath.OAuthUserInfo}?access_token={token}&openid=oAda&lang=zh_CN");
        var user = System.Text.Json.Nodes.JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!.AsObject();

        Assert.Equal(
            ("oAda", "小艾😀", 2, "广州", ""),
            ((string)user["openid"]!, (string)user["nickname"]!, (int)user["sex"]!, (string)user["city"]!, (string)user["province"]!));
        Assert.Equal(
            ("中国", "https://a.example/p", "chinaunicom", "u"),
            ((string)user["country"]!, (string)user["headimgurl"]!, (string)user["privilege"]![0]!, (string)user["unionid"]!));
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(1, Simulator.Calls.Count(ApiPath.OAuthUserInfo, Account.AppId));
    }

    [Fact]
    public async Task A_user_without_a_nickname_is_a_user_of_WeChat()
    {
        var token = await TokenAsync(new SimulatedUser { OpenId = "oAda" }, OAuthScope.UserInfo);
        var user = await CallAsync(HttpMethod.Get, $"{ApiPath.OAuthUserInfo}?access_token={token}&openid=oAda");

        Assert.Equal("微信用户", (string)user["nickname"]!);
        Assert.Null(user["unionid"]);
    }

    [Fact]
    public async Task The_openid_alone_opens_no_profile()
    {
        var token = await TokenAsync(new SimulatedUser { OpenId = "oAda" }, OAuthScope.Base);

        Assert.Equal(48001, await ErrorAsync(ApiPath.OAuthUserInfo, $"access_token={token}&openid=oAda"));
        Assert.Equal(0, await ErrorAsync(ApiPath.OAuthCheck, $"access_token={token}&openid=oAda"));
    }

    [Theory]
    [InlineData(ApiPath.OAuthUserInfo)]
    [InlineData(ApiPath.OAuthCheck)]
    public async Task Each_kind_of_wrong_token_has_its_errcode(string path)
    {
        var token = await TokenAsync(new SimulatedUser { OpenId = "oAda" }, OAuthScope.UserInfo);

        Assert.Equal(41001, await ErrorAsync(path, "openid=oAda"));
        Assert.Equal(40014, await ErrorAsync(path, "openid=oAda&access_token=short"));
        Assert.Equal(40001, await ErrorAsync(path, $"openid=oAda&access_token={await StableTokenAsync()}"));
        Assert.Equal(40003, await ErrorAsync(path, $"openid=oBob&access_token={token}"));
        Assert.Equal(40003, await ErrorAsync(path, $"access_token={token}"));
        Assert.Equal(40001, await ErrorAsync(ApiPath.UserInfo, $"openid=oAda&access_token={token}"));
        Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(42001, await ErrorAsync(path, $"openid=oAda&access_token={token}"));
    }

    [Fact]
    public async Task A_busy_system_and_a_lacking_permission_are_told()
    {
        var token = await TokenAsync(new SimulatedUser { OpenId = "oAda" }, OAuthScope.UserInfo);
        Account.Switches.IsBusy = true;
        Assert.Equal(-1, await ErrorAsync(ApiPath.OAuthUserInfo, $"openid=oAda&access_token={token}"));
        Account.Switches.IsBusy = false;
        Account.Switches.LackedApis = [ApiPath.OAuthUserInfo];
        Assert.Equal(48001, await ErrorAsync(ApiPath.OAuthUserInfo, $"openid=oAda&access_token={token}"));
    }

    private async Task<string> TokenAsync(SimulatedUser user, string scope)
    {
        Simulator.AddUser(Account.AppId, user);
        var code = Simulator.OAuth.CreateCode(Account.AppId, user.OpenId, scope);
        var answer = await CallAsync(
            HttpMethod.Get,
            $"{ApiPath.OAuthToken}?appid={Account.AppId}&secret=app-secret&code={code}&grant_type=authorization_code");
        return (string)answer["access_token"]!;
    }

    private async Task<int> ErrorAsync(string path, string query) => (int)(await CallAsync(HttpMethod.Get, $"{path}?{query}"))["errcode"]!;
}
