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

    private async Task<string> UrlAsync(string openId) =>
        $"{ApiPath.UserInfo}?access_token={await StableTokenAsync()}&openid={openId}&lang=zh_CN";

    private async Task<int> ErrorAsync(string url) => (int)(await CallAsync(HttpMethod.Get, url))["errcode"]!;

    [Theory]
    [InlineData("nickname", new byte[] { 0x41, 0x1D, 0x42 })]
    [InlineData("remark", new byte[] { 0x0A })]
    [InlineData("city", new byte[] { 0xE5, 0x8C })]
    [InlineData("province", new byte[] { 0xFF, 0x00 })]
    [InlineData("country", new byte[] { (byte)'\\', (byte)'u', (byte)'d', (byte)'8', (byte)'3', (byte)'d' })]
    public async Task A_field_can_be_sent_as_any_bytes(string field, byte[] bytes)
    {
        Simulator.AddUser(
            Account.AppId,
            new SimulatedUser { OpenId = "oRaw", Nickname = "n", RawFields = new Dictionary<string, byte[]> { [field] = bytes } });

        using var response = await SendAsync(HttpMethod.Get, $"{ApiPath.UserInfo}?access_token={await StableTokenAsync()}&openid=oRaw");
        var answer = await response.Content.ReadAsByteArrayAsync(Cancellation);

        byte[] expected = [.. System.Text.Encoding.UTF8.GetBytes($"\"{field}\":\""), .. bytes, (byte)'"'];
        Assert.True(answer.AsSpan().IndexOf(expected) >= 0);
    }

    [Fact]
    public async Task A_script_gives_the_bytes_in_base64_and_the_profile_of_a_signed_in_user_has_them_too()
    {
        using var added = await SendAsync(
            HttpMethod.Post,
            "/simulator/user",
            $$$$"""{"appId":"{{{{Account.AppId}}}}","user":{"openId":"oRaw","rawFields":{"city":"Qh0="} } }""");
        using var wrong = await SendAsync(
            HttpMethod.Post,
            "/simulator/user",
            $$$$"""{"appId":"{{{{Account.AppId}}}}","user":{"openId":"oRaw","rawFields":{"language":"Qh0="} } }""");
        var code = Simulator.OAuth.CreateCode(Account.AppId, "oRaw", "snsapi_userinfo");
        var grant = await CallAsync(
            HttpMethod.Get,
            $"{ApiPath.OAuthToken}?appid={Account.AppId}&secret=app-secret&code={code}&grant_type=authorization_code");
        using var profile = await SendAsync(HttpMethod.Get, $"{ApiPath.OAuthUserInfo}?access_token={grant["access_token"]}&openid=oRaw");

        Assert.Equal((204, 400), ((int)added.StatusCode, (int)wrong.StatusCode));
        Assert.True((await profile.Content.ReadAsByteArrayAsync(Cancellation)).AsSpan().IndexOf("\"city\":\"B\x1D\""u8) >= 0);
    }
}
