using WxYarpGateway.Gateway.Import;
using WxYarpGateway.Gateway.Tests.Configuration;

namespace WxYarpGateway.Gateway.Tests.Import;

public sealed class EndpointsSectionTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    public static TheoryData<string, string> Endpoints() => new(GoGatewayKeys.Endpoints);

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task An_endpoint_keeps_its_path_and_the_others_are_off(string key, string becomes)
    {
        var imported = await ImportAsync($"\"{key}\": \"/any/path\"");

        Assert.Equal("/any/path", imported[$"Endpoints:{becomes}"]);
        Assert.All(GoGatewayKeys.Endpoints.Where(other => other.Becomes != becomes), other => Assert.Contains($"\"{other.Becomes}\": null", imported.Text, StringComparison.Ordinal));
        Assert.Contains("The common endpoints were on the public port", imported.Comments, StringComparison.Ordinal);
        Assert.Contains("// \"EndpointsOnPublicListener\": true,", imported.Text, StringComparison.Ordinal);
        Assert.Null(imported["EndpointsOnPublicListener"]);
        Assert.Empty(await imported.FaultsAsync(_workplace));
    }

    [Fact]
    public async Task The_samples_misspelt_path_stays()
        => Assert.Equal("/channles-ec-order-detail", (await ImportAsync(""" "channels-ec-order-detail": "/channles-ec-order-detail" """))["Endpoints:ChannelsOrderDetail"]);

    [Fact]
    public async Task Without_any_they_are_all_off()
    {
        var imported = await ImportAsync("");

        Assert.Equal(8, imported.Gateway.GetSection("Endpoints").GetChildren().Count());
        Assert.All(imported.Gateway.GetSection("Endpoints").GetChildren(), endpoint => Assert.True(string.IsNullOrEmpty(endpoint.Value)));
        Assert.DoesNotContain("public port", imported.Comments, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/a?b")]
    [InlineData("/a b")]
    [InlineData("/a//b")]
    [InlineData("/:id")]
    [InlineData("/a%20")]
    [InlineData("/")]
    public async Task A_path_that_cannot_be_served_is_to_be_filled_in(string path)
    {
        var imported = await ImportAsync($"\"wx-qr\": \"{path}\"");

        Assert.Contains($"\"Qr\": null, // fill in another path: \"{path}\" cannot be served here", imported.Text, StringComparison.Ordinal);
        Assert.Empty(await imported.FaultsAsync(_workplace));
    }

    [Fact]
    public async Task Two_with_one_path_are_told_apart()
    {
        var imported = await ImportAsync(""" "tmpl-msg": "/x", "wx-qr": "/X/" """);

        Assert.Equal("/X/", imported["Endpoints:Qr"]);
        Assert.Contains("\"TemplateMessage\": null, // fill in another path: \"/x\" is that of Qr", imported.Text, StringComparison.Ordinal);
        Assert.Empty(await imported.FaultsAsync(_workplace));
    }

    [Theory]
    [InlineData("/tokens", "Tokens")]
    [InlineData("/tokens/qr", "Tokens")]
    [InlineData("/wxapi", "Api")]
    public async Task Where_a_path_is_that_of_an_endpoint_of_ours_the_imported_one_wins(string path, string ours)
    {
        var imported = await ImportAsync($"\"wx-qr\": \"{path}\"");

        Assert.Equal(path, imported["Endpoints:Qr"]);
        Assert.Contains($"\"{ours}\": null", imported.Text, StringComparison.Ordinal);
        Assert.Contains("fill in another path to serve it", imported.Comments, StringComparison.Ordinal);
        Assert.Empty(await imported.FaultsAsync(_workplace));
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/Health/qr")]
    public async Task The_path_of_the_health_check_is_no_endpoints(string path)
        => Assert.Contains("fill in another path: at /health the gateway tells of its health", (await ImportAsync($"\"wx-qr\": \"{path}\"")).Comments, StringComparison.Ordinal);

    [Theory]
    [InlineData("/health", "The health check is on InternalUrls.")]
    [InlineData("/healthz", "The health check is on InternalUrls, and its path is /health: it was \"/healthz\".")]
    public async Task The_health_check_is_said_to_be_elsewhere(string path, string comment)
        => Assert.Contains(comment, (await ImportAsync($"\"health-check\": \"{path}\"")).Comments, StringComparison.Ordinal);

    private Task<Imported> ImportAsync(string endpoints)
        => Imported.OfAsync(_workplace, $$"""
            { "listen-port": 7080, "common-endpoints": { {{endpoints}} },
              "services": [ { "name": "a", "wx-params": { "token": "t", "app-id": "wx1" }, "listen-endpoints": { "service-path": "/wx" } } ] }
            """);
}
