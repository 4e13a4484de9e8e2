using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.Tests.Users;

public sealed class TagEndpointsTests : SimulatorFixture
{
    [Fact]
    public async Task A_tag_lives_from_its_creation_over_its_members_to_its_end()
    {
        Simulator.AddUser(Account.AppId, new SimulatedUser { OpenId = "oa" });
        Simulator.AddUser(Account.AppId, new SimulatedUser { OpenId = "ob" });
        var id = await CreateAsync("广东");
        var members = $$"""{"openid_list":["oa","ob"],"tagid":{{id}}}""";

        Assert.Equal(0, await ErrorOfAsync("/cgi-bin/tags/members/batchtagging", members));
        Assert.Equal(0, await ErrorOfAsync("/cgi-bin/tags/members/batchtagging", members));
        Assert.Equal(0, await ErrorOfAsync("/cgi-bin/tags/members/batchuntagging", $$"""{"openid_list":["ob"],"tagid":{{id}}}"""));
        Assert.Equal(0, await ErrorOfAsync("/cgi-bin/tags/update", $$"""{"tag":{"id":{{id}},"name":"广西"} }"""));

        var tags = (await ApiAsync("/cgi-bin/tags/get"))["tags"]!.AsArray();
        Assert.Equal([(2, "星标组", 0), (id, "广西", 1)], tags.Select(tag => ((int)tag!["id"]!, (string)tag["name"]!, (int)tag["count"]!)));
        Assert.Equal($$"""{"tagid_list":[{{id}}]}""", (await ApiAsync("/cgi-bin/tags/getidlist", """{"openid":"oa"}""")).ToJsonString());
        Assert.Equal(
            """{"count":1,"data":{"openid":["oa"]},"next_openid":"oa"}""",
            (await ApiAsync("/cgi-bin/user/tag/get", $$"""{"tagid":{{id}},"next_openid":""}""")).ToJsonString());
        Assert.Equal([id], (await ApiAsync($"{ApiPath.UserInfo}?openid=oa"))["tagid_list"]!.AsArray().Select(tag => (int)tag!));

        Assert.Equal(0, await ErrorOfAsync("/cgi-bin/tags/delete", $$"""{"tag":{"id":{{id}} } }"""));
        Assert.Equal("""{"tagid_list":[]}""", (await ApiAsync("/cgi-bin/tags/getidlist", """{"openid":"oa"}""")).ToJsonString());
        Assert.Equal(45159, await ErrorOfAsync("/cgi-bin/user/tag/get", $$"""{"tagid":{{id}}}"""));
    }

    [Theory]
    [InlineData("create", """{"tag":{"name":""}}""", 45157)]
    [InlineData("create", """{"name":"a"}""", 45157)]
    [InlineData("create", """{"tag":{"name":"taken"}}""", 45157)]
    [InlineData("create", """{"tag":{"name":"一二三四五六七八九十一"}}""", 45158)]
    [InlineData("update", """{"tag":{"id":2,"name":"a"}}""", 45058)]
    [InlineData("update", """{"tag":{"id":999,"name":"a"}}""", 45159)]
    [InlineData("delete", """{"tag":{"id":0}}""", 45058)]
    [InlineData("delete", """{"tag":{}}""", 45159)]
    [InlineData("members/batchtagging", """{"tagid":2}""", 40031)]
    [InlineData("members/batchtagging", """{"openid_list":[],"tagid":2}""", 40032)]
    [InlineData("members/batchtagging", """{"openid_list":["oa"],"tagid":999}""", 45159)]
    [InlineData("members/batchtagging", """{"openid_list":["oa"],"tagid":4294967298}""", 45159)]
    [InlineData("members/batchtagging", """{"openid_list":["nobody"],"tagid":2}""", 40003)]
    [InlineData("members/batchtagging", """{"openid_list":["oTheirs"],"tagid":2}""", 49003)]
    [InlineData("getidlist", """{}""", 40003)]
    public async Task Wrong_input_gets_its_errcode(string call, string body, int expected)
    {
        Simulator.AddUser(Account.AppId, new SimulatedUser { OpenId = "oa" });
        Simulator.AddUser("wxother", new SimulatedUser { OpenId = "oTheirs" });
        await CreateAsync("taken");

        Assert.Equal(expected, await ErrorOfAsync($"/cgi-bin/tags/{call}", body));
    }

    [Fact]
    public async Task A_user_has_at_most_twenty_tags_and_a_call_at_most_fifty_users()
    {
        Simulator.AddUser(Account.AppId, new SimulatedUser { OpenId = "oa", TagIds = [.. Enumerable.Range(1000, 20)] });
        var many = string.Join(',', Enumerable.Repeat("\"oa\"", 51));

        Assert.Equal(45059, await ErrorOfAsync("/cgi-bin/tags/members/batchtagging", """{"openid_list":["oa"],"tagid":2}"""));
        Assert.Equal(40032, await ErrorOfAsync("/cgi-bin/tags/members/batchtagging", $$"""{"openid_list":[{{many}}],"tagid":2}"""));
    }

    [Fact]
    public async Task An_account_has_at_most_a_hundred_tags()
    {
        for (var number = 0; number < 100; number++)
        {
            await CreateAsync($"tag {number}");
        }

        Assert.Equal(45056, await ErrorOfAsync("/cgi-bin/tags/create", """{"tag":{"name":"one more"}}"""));
    }

    private async Task<int> CreateAsync(string name) =>
        (int)(await ApiAsync("/cgi-bin/tags/create", $$$"""{"tag":{"name":"{{{name}}}"}}"""))["tag"]!["id"]!;
}
