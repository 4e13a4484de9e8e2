using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.Import.Tests.GoWxGateway;

public sealed class ListenerSectionTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Theory]
    [InlineData("\"\"", "7080", "http://*:7080")]
    [InlineData("null", "80", "http://*:80")]
    [InlineData("\"127.0.0.1\"", "7080", "http://127.0.0.1:7080")]
    [InlineData("\"0.0.0.0\"", "65535", "http://0.0.0.0:65535")]
    [InlineData("\"localhost\"", "7080", "http://localhost:7080")]
    [InlineData("\"[::1]\"", "7080", "http://[::1]:7080")]
    [InlineData("\"::\"", "7080", "http://[::]:7080")]
    [InlineData("\"\"", "\"8080\"", "http://*:8080")]
    public async Task The_port_and_the_host_stay(string host, string port, string url)
    {
        var imported = await ImportAsync(host, port);

        Assert.Equal(url, imported["Urls"]);
        Assert.DoesNotContain("fill in the", imported.Comments, StringComparison.Ordinal);
        Assert.Empty(await imported.ErrorsAsync());
    }

    [Theory]
    [InlineData("0", "without a listen-port, go-wx-gateway took any that was free")]
    [InlineData("null", "without a listen-port, go-wx-gateway took any that was free")]
    [InlineData("65536", "fill in the port: the listen-port was none")]
    [InlineData("-1", "fill in the port: the listen-port was none")]
    [InlineData("\"http\"", "listen-port must be a whole number, and is other text: it is left out")]
    [InlineData("[7080]", "listen-port must be a whole number, and is a list: it is left out")]
    public async Task A_port_that_is_none_becomes_the_usual_one(string port, string comment)
    {
        var imported = await ImportAsync("\"\"", port);

        Assert.Equal("http://*:7080", imported["Urls"]);
        imported.Says(comment);
        imported.Says("fill in the port");
        Assert.Empty(await imported.ErrorsAsync());
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a:1;http://b")]
    [InlineData("unix:/tmp/x")]
    [InlineData("user@a")]
    public async Task A_host_that_is_none_becomes_all_addresses(string host)
    {
        var imported = await ImportAsync($"\"{host}\"", "7080");

        Assert.Equal("http://*:7080", imported["Urls"]);
        imported.Says($"\"{host}\" was the listen-host");
        Assert.Empty(await imported.ErrorsAsync());
    }

    [Fact]
    public async Task A_name_of_a_host_is_said_to_mean_all_addresses()
    {
        var imported = await ImportAsync("\"wx.example.com\"", "7080");

        Assert.Equal("http://wx.example.com:7080", imported["Urls"]);
        imported.Says("with a name in it, all addresses are listened on");
    }

    [Fact]
    public async Task The_internal_port_is_never_the_public_one()
    {
        Assert.Equal("http://127.0.0.1:7081", (await ImportAsync("\"\"", "7080"))["InternalUrls"]);

        var imported = await ImportAsync("\"\"", "7081");

        Assert.Equal("http://127.0.0.1:7082", imported["InternalUrls"]);
        Assert.Empty(await imported.ErrorsAsync());
    }

    private Task<Imported> ImportAsync(string host, string port)
        => Imported.OfAsync(_workplace, $$"""
            {
              "listen-host": {{host}}, "listen-port": {{port}},
              "services": [
                { "name": "a", "wx-params": { "token": "t", "app-id": "wx1" }, "listen-endpoints": { "service-path": "/wx" } }
              ]
            }
            """);
}
