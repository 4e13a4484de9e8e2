using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tests.Publishing;

public sealed class MenuEndpointsTests : SimulatorFixture
{
    private const string Menu =
        """{"button":[{"type":"click","name":"今日","key":"K"},"""
        + """{"name":"更多","sub_button":[{"type":"view","name":"首页","url":"http://a/"}]}]}""";

    [Fact]
    public async Task A_menu_comes_back_as_it_was_set()
    {
        var token = await StableTokenAsync();

        Assert.Equal(46003, (int)(await CallAsync(HttpMethod.Get, $"{ApiPath.MenuGet}?access_token={token}"))["errcode"]!);
        Assert.Equal(0, (int)(await CallAsync(HttpMethod.Post, $"{ApiPath.MenuCreate}?access_token={token}", Menu))["errcode"]!);
        Assert.NotNull((await CallAsync(HttpMethod.Get, $"{ApiPath.MenuGet}?access_token={token}"))["menu"]!["button"]);
    }

    [Fact]
    public async Task Without_a_token_there_is_no_menu() =>
        Assert.Equal(41001, (int)(await CallAsync(HttpMethod.Get, ApiPath.MenuGet))["errcode"]!);

    [Fact]
    public async Task The_current_menu_has_its_second_level_in_lists_and_a_deleted_one_is_gone()
    {
        Assert.Equal(0, (int)(await ApiAsync("/cgi-bin/get_current_selfmenu_info"))["is_menu_open"]!);
        await ApiAsync(ApiPath.MenuCreate, Menu);

        var current = await ApiAsync("/cgi-bin/get_current_selfmenu_info");
        Assert.Equal(1, (int)current["is_menu_open"]!);
        Assert.Equal("首页", (string)current["selfmenu_info"]!["button"]![1]!["sub_button"]!["list"]![0]!["name"]!);

        Assert.Equal(0, await ErrorOfAsync("/cgi-bin/menu/delete"));
        Assert.Equal(46003, await ErrorOfAsync(ApiPath.MenuGet));
    }

    [Theory]
    [InlineData("", 44002)]
    [InlineData("x", 47001)]
    [InlineData("""{"button":[]}""", 40016)]
    [InlineData("""{}""", 40016)]
    [InlineData("""{"button":[{"type":"click","name":"\u4eca","key":"K"}]}""", 40033)]
    [InlineData("""{"button":[{"type":"press","name":"a","key":"K"}]}""", 40017)]
    [InlineData("""{"button":[{"type":"click","key":"K"}]}""", 40018)]
    [InlineData("""{"button":[{"type":"click","name":"seventeen letters","key":"K"}]}""", 40018)]
    [InlineData("""{"button":[{"type":"click","name":"a"}]}""", 40019)]
    [InlineData("""{"button":[{"type":"view","name":"a"}]}""", 40020)]
    [InlineData("""{"button":[{"type":"miniprogram","name":"a","url":"u","pagepath":"p"}]}""", 40013)]
    [InlineData("""{"button":[{"type":"media_id","name":"a"}]}""", 40007)]
    [InlineData("""{"button":[{"name":"a","sub_button":[{},{},{},{},{},{}]}]}""", 40023)]
    [InlineData("""{"button":[{"name":"a","sub_button":[{"name":"b"}]}]}""", 40024)]
    [InlineData("""{"button":[{"name":"a","sub_button":[{"type":"click","key":"K"}]}]}""", 40025)]
    [InlineData("""{"button":[{"name":"a","sub_button":[{"type":"click","name":"b"}]}]}""", 40026)]
    [InlineData("""{"button":[{"name":"a","sub_button":[{"type":"view","name":"b"}]}]}""", 40027)]
    public async Task An_invalid_menu_gets_its_errcode_and_is_not_kept(string menu, int expected)
    {
        Assert.Equal(expected, await ErrorOfAsync(ApiPath.MenuCreate, menu));
        Assert.Equal(46003, await ErrorOfAsync(ApiPath.MenuGet));
    }
}
