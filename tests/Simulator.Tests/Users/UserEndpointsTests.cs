using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.Tests.Users;

public sealed class UserEndpointsTests : SimulatorFixture
{
    [Fact]
    public async Task A_follower_is_described_with_what_was_given()
    {
        Simulator.AddUser(Account.AppId, new SimulatedUser { OpenId = "o1", Nickname = "小明😀", TagIds = [2, 3], UnionId = "u1" });
        using var response = await SendAsync(HttpMethod.Get, await UrlAsync("o1"));
        var text = await response.Content.ReadAsStringAsync(Cancellation);

        Assert.StartsWith("{\"subscribe\":1,\"openid\":\"o1\",\"nickname\":\"小明", text, StringComparison.Ordinal);
        Assert.Contains("\"tagid_list\":[2,3]", text, StringComparison.Ordinal);
        Assert.Contains("\"unionid\":\"u1\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("headimgurl", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_who_does_not_follow_is_described_by_openid_and_unionid_only()
    {
        Simulator.AddUser(Account.AppId, new SimulatedUser { OpenId = "o1", IsSubscribed = false, UnionId = "u1", Nickname = "x" });

        var user = await CallAsync(HttpMethod.Get, await UrlAsync("o1"));

        Assert.Equal("""{"subscribe":0,"openid":"o1","unionid":"u1"}""", user.ToJsonString());
    }

    [Fact]
    public async Task An_openid_means_something_to_its_own_account_only()
    {
        Simulator.AddUser("wxother", new SimulatedUser { OpenId = "o1" });

        Assert.Equal(40003, await ErrorAsync(await UrlAsync("o1")));
        Assert.Equal(40003, await ErrorAsync(await UrlAsync("")));
    }

    [Fact]
    public async Task Each_kind_of_bad_token_has_its_errcode()
    {
        var token = await StableTokenAsync();

        Assert.Equal(41001, await ErrorAsync($"{ApiPath.UserInfo}?openid=o1"));
        Assert.Equal(40014, await ErrorAsync($"{ApiPath.UserInfo}?openid=o1&access_token=short"));
        Assert.Equal(40001, await ErrorAsync($"{ApiPath.UserInfo}?openid=o1&access_token={token}x"));
        Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(42001, await ErrorAsync($"{ApiPath.UserInfo}?openid=o1&access_token={token}"));
    }

    [Fact]
    public async Task A_revoked_token_is_not_latest()
    {
        var url = await UrlAsync("o1");
        Simulator.RevokeToken(Account.AppId);

        Assert.Equal(40001, await ErrorAsync(url));
    }

    [Fact]
    public async Task An_account_without_the_permission_is_told_so()
    {
        Account.Switches.LacksUserApi = true;

        Assert.Equal(48001, await ErrorAsync(await UrlAsync("o1")));
    }

    private async Task<string> UrlAsync(string openId) => $"{ApiPath.UserInfo}?access_token={await StableTokenAsync()}&openid={openId}&lang=zh_CN";

    private async Task<int> ErrorAsync(string url) => (int)(await CallAsync(HttpMethod.Get, url))["errcode"]!;
}
