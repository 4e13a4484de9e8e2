using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Tests.Links;

public sealed class AppLinkEndpointsTests : SimulatorFixture
{
    private const string LinkPath = "/wxa/generate_urllink";
    private const string SchemePath = "/wxa/generatescheme";
    private const string ShortPath = "/wxa/genwxashortlink";

    [Fact]
    public async Task A_link_tells_its_page_until_it_expires()
    {
        var link = (string)(await ApiAsync(
            LinkPath,
            """{"path":"/pages/index/index","query":"a=1","expire_type":1,"expire_interval":30,"env_version":"trial"}"""))["url_link"]!;
        var info = (await ApiAsync("/wxa/query_urllink", BodyOf("url_link", link)))["url_link_info"]!;

        Assert.StartsWith("https://wxaurl.cn/", link, StringComparison.Ordinal);
        Assert.Equal(("pages/index/index", "a=1", "trial"), ((string)info["path"]!, (string)info["query"]!, (string)info["env_version"]!));
        Assert.Equal(Clock.GetUtcNow().AddDays(30).ToUnixTimeSeconds(), (long)info["expire_time"]!);
        Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(40097, await ErrorOfAsync("/wxa/query_urllink", BodyOf("url_link", link)));
    }

    [Fact]
    public async Task A_scheme_has_its_page_in_a_field_of_its_own()
    {
        var scheme = (string)(await ApiAsync(SchemePath, """{"jump_wxa":{"path":"pages/index/index"}}"""))["openlink"]!;
        var info = (await ApiAsync("/wxa/queryscheme", BodyOf("scheme", scheme)))["scheme_info"]!;

        Assert.StartsWith("weixin://dl/business/?t=", scheme, StringComparison.Ordinal);
        Assert.Equal((Account.AppId, "pages/index/index"), ((string)info["appid"]!, (string)info["path"]!));
    }

    [Theory]
    [InlineData(40165, """{"path":"pages/none"}""")]
    [InlineData(40212, """{"query":"书"}""")]
    [InlineData(40097, """{"env_version":"beta"}""")]
    [InlineData(85401, """{"expire_type":1,"expire_interval":31}""")]
    [InlineData(85401, """{"expire_type":1}""")]
    [InlineData(85401, """{"expire_time":1}""")]
    [InlineData(85401, """{"expire_time":9999999999}""")]
    [InlineData(0, """{}""")]
    public async Task A_link_is_checked(int error, string body) => Assert.Equal(error, await ErrorOfAsync(LinkPath, body));

    [Theory]
    [InlineData(40066, """{"page_url":"pages/none"}""")]
    [InlineData(40225, """{"page_url":"pages/index/index","page_title":"123456789012345678901"}""")]
    [InlineData(0, """{"page_url":"pages/index/index?a=1","page_title":"首页"}""")]
    public async Task A_short_link_is_checked(int error, string body)
    {
        Assert.Equal(error, await ErrorOfAsync(ShortPath, body));
        Account.MiniProgram.LacksShortLinks = true;
        Assert.Equal(43104, await ErrorOfAsync(ShortPath, body));
    }

    [Fact]
    public async Task A_short_link_looks_like_WeChats()
    {
        Account.Name = "海风书店";
        var link = (string)(await ApiAsync(ShortPath, """{"page_url":"pages/index/index","page_title":"首页"}"""))["link"]!;

        Assert.StartsWith("#小程序://海风书店/首页/", link, StringComparison.Ordinal);
    }

    private static string BodyOf(string name, string value) => new JsonObject { [name] = value }.ToJsonString();
}
