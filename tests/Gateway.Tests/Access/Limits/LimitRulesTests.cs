using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Tests.Access.Limits;

public sealed class LimitRulesTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Theory]
    [InlineData("--Gateway:Limits:Connections=many",
        "Limits:Connections must be a whole number; it is many. Correct the value, or remove the key to get its default.")]
    [InlineData("--Gateway:Limits:Connections=0",
        "Limits:Connections must be between 10 and 1000000; it is 0. Choose another value, or remove the key to get its default.")]
    [InlineData("--Gateway:Limits:BurstSeconds=61",
        "Limits:BurstSeconds must be between 1 and 60; it is 61. Choose another value, or remove the key to get its default.")]
    [InlineData("--Gateway:Limits:RequestsPerSecondPerClient=1.5",
        "Limits:RequestsPerSecondPerClient must be a whole number; it is 1.5. Correct the value, or remove the key to get its default.")]
    [InlineData("--Gateway:KnownProxies=10.0.0.1", "KnownProxies must be a list; it is a single value. Write [ \"10.0.0.5\" ].")]
    [InlineData(
        "--Gateway:KnownProxies:0=0.0.0.0/0",
            "KnownProxies:0 must be an IP address such as 10.0.0.5, or a range such as 10.0.0.0/8, and not of all addresses; it is " +
                "0.0.0.0/0. Write the address with which your proxy connects to the gateway.")]
    [InlineData(
        "--Gateway:KnownProxies:0=nginx",
            "KnownProxies:0 must be an IP address such as 10.0.0.5, or a range such as 10.0.0.0/8, and not of all addresses; it is " +
                "nginx. Write the address with which your proxy connects to the gateway.")]
    [InlineData(
        "--Gateway:KnownProxies:0=",
            "KnownProxies:0 must be an IP address such as 10.0.0.5, or a range such as 10.0.0.0/8, and not of all addresses; it is " +
                "empty. Write the address with which your proxy connects to the gateway.")]
    public async Task What_cannot_be_meant_is_an_error(string setting, string error)
    {
        await using var app = Program.Build(_workplace.Environment, [], [setting]);

        Assert.Equal($"command line: Gateway:{error}", Assert.Single((await CompileAsync(app)).Errors).ToString());
    }

    [Fact]
    public async Task Another_number_of_connections_asks_for_a_restart()
    {
        var file = _workplace.Write("appsettings.json", """{ "Gateway": { "Limits": { "Connections": 100 } } }""");
        await using var app = Program.Build(_workplace.Environment, [file], []);
        app.ChooseAddresses();
        Assert.DoesNotContain((await CompileAsync(app)).Warnings, warning => warning.Path.Contains("Limits", StringComparison.Ordinal));

        _workplace.Write("appsettings.json", """{ "Gateway": { "Limits": { "Connections": 200 } } }""");
        ((IConfigurationRoot)app.Configuration).Reload();

        Assert.Contains(
            "appsettings.json: Gateway:Limits:Connections is 200, but the gateway started with 100. Restart the gateway to have it take " +
                "so many.",
            (await CompileAsync(app)).Warnings.Select(warning => warning.ToString()));
    }

    private static async Task<CompilationResult> CompileAsync(WebApplication app)
        => await app.Services.GetRequiredService<ConfigurationCompiler>().CompileAsync(inForce: null);
}
