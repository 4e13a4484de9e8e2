using WxYarpGateway.Import.GoWxGateway;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.Import.Tests.GoWxGateway;

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
        Assert.All(
            GoGatewayKeys.Endpoints.Where(other => other.Becomes != becomes),
            other => Assert.Contains($"\"{other.Becomes}\": null", imported.Text, StringComparison.Ordinal));
        imported.Says("The common endpoints were on the public port");
        Assert.Contains("// \"EndpointsOnPublicListener\": true,", imported.Text, StringComparison.Ordinal);
        Assert.Null(imported["EndpointsOnPublicListener"]);
        Assert.Empty(await imported.ErrorsAsync());
    }

    [Fact]
    public async Task The_samples_misspelt_path_stays()
    {
        var imported = await ImportAsync(""" "channels-ec-order-detail": "/channles-ec-order-detail" """);

        Assert.Equal("/channles-ec-order-detail", imported["Endpoints:ChannelsOrderDetail"]);
    }

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

        var line = $"\"Qr\": null, // fill in another path: \"{path}\" cannot be served here";
        Assert.Contains(line, imported.Text, StringComparison.Ordinal);
        Assert.Empty(await imported.ErrorsAsync());
    }

    [Fact]
    public async Task Two_with_one_path_are_told_apart()
    {
        var imported = await ImportAsync(""" "tmpl-msg": "/x", "wx-qr": "/X/" """);

        Assert.Equal("/X/", imported["Endpoints:Qr"]);
        const string Line = "\"TemplateMessage\": null, // fill in another path: \"/x\" is that of Qr";
        Assert.Contains(Line, imported.Text, StringComparison.Ordinal);
        Assert.Empty(await imported.ErrorsAsync());
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
        imported.Says("fill in another path to serve it");
        Assert.Empty(await imported.ErrorsAsync());
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/Health/qr")]
    public async Task The_path_of_the_health_check_is_no_endpoints(string path)
        => (await ImportAsync($"\"wx-qr\": \"{path}\"")).Says("fill in another path: at /health the gateway tells of its health");

    [Theory]
    [InlineData("/health", "The health check is on InternalUrls.")]
    [InlineData("/healthz", "The health check is on InternalUrls, and its path is /health: it was \"/healthz\".")]
    public async Task The_health_check_is_said_to_be_elsewhere(string path, string comment)
        => Assert.Contains(comment, (await ImportAsync($"\"health-check\": \"{path}\"")).Comments, StringComparison.Ordinal);

    private Task<Imported> ImportAsync(string endpoints)
        => Imported.OfAsync(_workplace, $$"""
            {
              "listen-port": 7080, "common-endpoints": { {{endpoints}} },
              "services": [
                { "name": "a", "wx-params": { "token": "t", "app-id": "wx1" }, "listen-endpoints": { "service-path": "/wx" } }
              ]
            }
            """);
}
