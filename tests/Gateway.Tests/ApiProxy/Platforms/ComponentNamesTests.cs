using System.Text;
using WxYarpGateway.Gateway.ApiProxy.Platforms;
using WxYarpGateway.Gateway.Tests.Platforms;

namespace WxYarpGateway.Gateway.Tests.ApiProxy.Platforms;

public sealed class ComponentNamesTests
{
    [Theory]
    [InlineData("", """{"component_appid":"wxc"}""")]
    [InlineData("{}", """{"component_appid":"wxc"}""")]
    [InlineData("""{"a":[1,{"component_appid":"x"}]}""", """{"component_appid":"wxc","a":[1,{"component_appid":"x"}]}""")]
    [InlineData(""" { "a" : "中" } """, """ {"component_appid":"wxc", "a" : "中" } """)]
    [InlineData("""{"component_appid":"other"}""", null)]
    [InlineData("""{"component_\u0061ppid":"other"}""", null)]
    [InlineData("[1]", null)]
    [InlineData("""{"a":1""", null)]
    [InlineData("""{"a":1}x""", null)]
    [InlineData("a=1&b=2", null)]
    public void A_body_names_the_platform_once_and_is_else_as_it_was(string body, string? expected)
        => Assert.Equal(
            expected ?? body, Encoding.UTF8.GetString(ComponentNames.InBody(Encoding.UTF8.GetBytes(body), PlatformRig.IdOf("wxc")).Span));

    [Theory]
    [InlineData("", "?component_appid=wxc")]
    [InlineData("?a=1", "?a=1&component_appid=wxc")]
    [InlineData("?a=1&component_appid=x&component%5Fappid=y", "?a=1&component_appid=wxc")]
    public void A_query_names_this_platform_alone(string query, string expected)
        => Assert.Equal(expected, ComponentNames.InQuery(new QueryString(query), PlatformRig.IdOf("wxc")).Value);
}
