using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.Tests.Users;

public sealed class FollowerEndpointsTests : SimulatorFixture
{
    [Fact]
    public async Task Followers_come_page_by_page()
    {
        Account.Switches.UsersPerPage = 2;
        foreach (var name in "abcde")
        {
            Simulator.AddUser(Account.AppId, new SimulatedUser { OpenId = $"o{name}", IsSubscribed = name != 'c' });
        }

        var first = await ApiAsync("/cgi-bin/user/get");
        var second = await ApiAsync($"/cgi-bin/user/get?next_openid={first["next_openid"]}");
        var third = await ApiAsync($"/cgi-bin/user/get?next_openid={second["next_openid"]}");

        Assert.Equal("""{"total":4,"count":2,"data":{"openid":["oa","ob"]},"next_openid":"ob"}""", first.ToJsonString());
        Assert.Equal("""{"total":4,"count":2,"data":{"openid":["od","oe"]},"next_openid":"oe"}""", second.ToJsonString());
        Assert.Equal("""{"total":4,"count":0,"next_openid":""}""", third.ToJsonString());
        Assert.Equal(40003, await ErrorOfAsync("/cgi-bin/user/get?next_openid=oz"));
    }

    [Fact]
    public async Task Many_are_described_at_once_as_one_is()
    {
        Simulator.AddUser(Account.AppId, new SimulatedUser { OpenId = "oa", Nickname = "A" });
        Simulator.AddUser(Account.AppId, new SimulatedUser { OpenId = "ob", IsSubscribed = false });

        var answer = await ApiAsync("/cgi-bin/user/info/batchget", """{"user_list":[{"openid":"ob"},{"openid":"oa","lang":"zh_CN"}]}""");

        Assert.Equal("""{"subscribe":0,"openid":"ob"}""", answer["user_info_list"]![0]!.ToJsonString());
        Assert.Equal((await ApiAsync($"{ApiPath.UserInfo}?openid=oa")).ToJsonString(), answer["user_info_list"]![1]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{}""", 40031)]
    [InlineData("""{"user_list":["oa"]}""", 40031)]
    [InlineData("""{"user_list":[]}""", 40032)]
    [InlineData("""{"user_list":[{"openid":"other"}]}""", 40003)]
    public async Task An_invalid_list_gets_its_errcode(string body, int expected) =>
        Assert.Equal(expected, await ErrorOfAsync("/cgi-bin/user/info/batchget", body));

    [Fact]
    public async Task More_than_a_hundred_are_too_many()
    {
        var users = string.Join(',', Enumerable.Repeat("""{"openid":"oa"}""", 101));

        Assert.Equal(40032, await ErrorOfAsync("/cgi-bin/user/info/batchget", $$"""{"user_list":[{{users}}]}"""));
    }

    [Fact]
    public async Task A_remark_is_kept_and_a_long_one_refused()
    {
        Simulator.AddUser(Account.AppId, new SimulatedUser { OpenId = "oa" });

        Assert.Equal(0, await ErrorOfAsync("/cgi-bin/user/info/updateremark", """{"openid":"oa","remark":"老客户"}"""));
        Assert.Equal(
            40097,
            await ErrorOfAsync("/cgi-bin/user/info/updateremark", $$"""{"openid":"oa","remark":"{{new string('长', 30)}}"}"""));
        Assert.Equal(40003, await ErrorOfAsync("/cgi-bin/user/info/updateremark", """{"openid":"oz","remark":"x"}"""));
        Assert.Equal("老客户", (string)(await ApiAsync($"{ApiPath.UserInfo}?openid=oa"))["remark"]!);
    }

    [Fact]
    public async Task An_account_without_the_permission_is_told_so()
    {
        Account.Switches.LacksUserApi = true;

        Assert.Equal(48001, await ErrorOfAsync("/cgi-bin/user/get"));
        Assert.Equal(48001, await ErrorOfAsync("/cgi-bin/user/info/batchget", """{"user_list":[{"openid":"oa"}]}"""));
    }
}
