using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using WxYarpGateway.MiniPrograms.ProgramCodes;

namespace WxYarpGateway.MiniPrograms.Tests.ProgramCodes;

public sealed class CodeOrderTests
{
    [Theory]
    [InlineData("scene=a", """{"scene":"a"}""")]
    [InlineData("scene=a%3D1%26b%3D2&page=pages/index", """{"scene":"a=1&b=2","page":"pages/index"}""")]
    [InlineData("scene=a&width=280&is_hyaline=true&auto_color=0&check_path=false",
        """{"scene":"a","width":280,"auto_color":false,"is_hyaline":true,"check_path":false}""")]
    [InlineData("""scene=a&line_color={"r":"1","g":2,"b":255}&env_version=trial&appid=wx1""",
        """{"scene":"a","line_color":{"r":1,"g":2,"b":255},"env_version":"trial"}""")]
    public void An_order_becomes_WeChats_body(string query, string body)
    {
        var (order, wrong) = Read(query);

        Assert.Equal("", wrong);
        Assert.Equal(body, Encoding.UTF8.GetString(order!.Body.Span));
    }

    [Theory]
    [InlineData("", "scene")]
    [InlineData("scene=", "scene")]
    [InlineData("scene=123456789012345678901234567890123", "scene")]
    [InlineData("scene=%E4%B8%AD", "scene")]
    [InlineData("scene=a%20b", "scene")]
    [InlineData("scene=a%25", "scene")]
    [InlineData("scene=12345678901234567890&scene=12345678901234567890", "scene")]
    [InlineData("scene=a&page=/pages/index", "page")]
    [InlineData("scene=a&page=pages/index%3Fa=1", "page")]
    [InlineData("scene=a&width=279", "width")]
    [InlineData("scene=a&width=1281", "width")]
    [InlineData("scene=a&width=-1", "width")]
    [InlineData("scene=a&width=99999999999", "width")]
    [InlineData("scene=a&width=300&width=300", "width")]
    [InlineData("scene=a&auto_color=yes", "auto_color")]
    [InlineData("scene=a&line_color=red", "line_color")]
    [InlineData("""scene=a&line_color={"r":256,"g":0,"b":0}""", "line_color")]
    [InlineData("scene=a&env_version=beta", "env_version")]
    public void A_bad_order_is_refused_with_the_name_of_what_is_wrong(string query, string name)
    {
        var (order, wrong) = Read(query);

        Assert.Null(order);
        Assert.StartsWith(name + " ", wrong, StringComparison.Ordinal);
    }

    private static (CodeOrder? Order, string Wrong) Read(string query)
        => CodeOrder.Read(new QueryCollection(QueryHelpers.ParseQuery(query)));
}
