using System.Text.Json.Nodes;

namespace WxYarpGateway.Transforms.Tests.Configuration;

public sealed class QrLoginConfigurationTests
{
    private const string Pages = "\"AppSecret\": \"s\", \"QrLoginPath\": \"/wx/qr/\"";

    [Fact]
    public async Task Pages_become_a_route_with_a_cluster_that_is_empty()
    {
        var compiled = await Compiling.CompiledAsync(Public(Compiling.Service("shop", Pages)));

        var route = compiled.Routes.Single(route => route.RouteId == "shop.qr-login");
        Assert.Equal(("/wx/qr/{page}", "shop.qr-login"), (route.Match.Path, route.ClusterId));
        Assert.Null(compiled.Clusters.Single(cluster => cluster.ClusterId == "shop.qr-login").Destinations);
        Assert.Equal("https://wx.example.com/wx/qr", Assert.Single(compiled.Services).QrLogin!.Address);
        Assert.True(compiled.Services[0].QrLogin!.IsConfirmed);
    }

    [Theory]
    [InlineData("\"AppSecret\": \"s\", \"QrLoginPath\": \"wx/qr\"", "QrLoginPath must begin with a slash; it is wx/qr")]
    [InlineData("\"AppSecret\": \"s\", \"QrLoginPath\": \"/wx/{qr}\"", "QrLoginPath must consist of letters, digits, slashes")]
    [InlineData("\"AppSecret\": \"s\", \"QrLoginPath\": \"/SHOP/\"", "is /SHOP/, which is the MessagePath of service shop too")]
    [InlineData(Pages + ", \"Kind\": \"MiniProgram\"", "for official accounts only; the kind is MiniProgram")]
    [InlineData("\"QrLoginPath\": \"/wx/qr\"", "AppSecret is missing, and QrLoginPath is set, so no QR code can be made")]
    public async Task What_cannot_work_is_an_error(string settings, string problem)
        => Assert.Contains(problem, Assert.Single(await Compiling.ErrorsAsync(Public(Compiling.Service("shop", settings)))),
            StringComparison.Ordinal);

    [Fact]
    public async Task Links_need_the_public_address()
        => Assert.StartsWith(
            "appsettings.json: Gateway:PublicUrl is missing, and service shop has a QrLoginPath, whose links need it. Write the address",
            Assert.Single(await Compiling.ErrorsAsync(Compiling.Service("shop", Pages))),
            StringComparison.Ordinal);

    private static string Public(string json)
    {
        var whole = JsonNode.Parse(json)!;
        whole["Gateway"]!["PublicUrl"] = "https://wx.example.com";
        return whole.ToJsonString();
    }
}
