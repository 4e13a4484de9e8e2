using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Tests.Hosting;

public sealed class UrlsRuleTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Theory]
    [InlineData("http://0.0.0.0:7080")]
    [InlineData("http://*:80;http://[::1]:81")]
    [InlineData("http://localhost")]
    [InlineData("http://unix:/tmp/gateway.sock")]
    [InlineData("  ")]
    public async Task Addresses_that_can_be_listened_on_are_taken(string urls) => Assert.Empty((await CompileAsync(urls)).Errors);

    [Theory]
    [InlineData("7080", "must be an http or https address without a path; it is 7080")]
    [InlineData("http://a:1;ftp://b", "must be an http or https address without a path; it is ftp://b")]
    [InlineData("http://a:1/path", "must be an http or https address without a path; it is http://a:1/path")]
    [InlineData("http://a:70000", "must be an http or https address without a path; it is http://a:70000")]
    [InlineData("http://pipe:/gateway", "must be an http or https address without a path; it is http://pipe:/gateway")]
    [InlineData("http://localhost:0", "must name a port, or 127.0.0.1 in place of localhost; it is http://localhost:0")]
    [InlineData(";", "names no address")]
    public async Task Others_are_errors(string urls, string problem)
        => Assert.Equal(
            $"command line: Gateway:Urls {problem}. Write it as http://0.0.0.0:7080, or as https://0.0.0.0:443 with Gateway:Certificates.",
                Assert.Single((await CompileAsync(urls)).Errors).ToString());

    [Fact]
    public async Task A_change_after_the_start_asks_for_a_restart()
    {
        var file = _workplace.Write("appsettings.json", """{ "Gateway": { "Urls": "http://127.0.0.1:1" } }""");
        await using var app = Program.Build(_workplace.Environment, [file], []);
        app.ChooseAddresses();
        _workplace.Write("appsettings.json", """{ "Gateway": { "Urls": "http://127.0.0.1:2" } }""");
        ((Microsoft.Extensions.Configuration.IConfigurationRoot)app.Configuration).Reload();

        var result = await CompileAsync(app);

        Assert.Empty(result.Errors);
        Assert.Equal(
            "appsettings.json: Gateway:Urls is http://127.0.0.1:2, but the gateway listens on http://127.0.0.1:1. Restart the gateway to " +
                "have it listen there.",
            result.Warnings[0].ToString());
    }

    private async Task<CompilationResult> CompileAsync(string urls)
    {
        await using var app = Program.Build(_workplace.Environment, [], [$"--Gateway:Urls={urls}"]);
        return await CompileAsync(app);
    }

    private static async Task<CompilationResult> CompileAsync(WebApplication app)
        => await app.Services.GetRequiredService<ConfigurationCompiler>().CompileAsync(inForce: null);
}
