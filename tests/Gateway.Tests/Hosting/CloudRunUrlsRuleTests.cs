using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Tests.Hosting;

public sealed class CloudRunUrlsRuleTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Theory]
    [InlineData("http://0.0.0.0:7083", "10.0.0.0/8", null)]
    [InlineData("http://0.0.0.0:7081", "10.0.0.0/8", "has port 7081, which Urls or InternalUrls has too")]
    [InlineData("http://0.0.0.0:7080", "10.0.0.0/8", "has port 7080, which Urls or InternalUrls has too")]
    [InlineData("http://0.0.0.0:7081", null, null)]
    [InlineData("https://0.0.0.0:7083", "10.0.0.0/8", "must be http, since the public addresses alone speak TLS; it is https://0.0.0.0:7083")]
    [InlineData("http://unix:/tmp/x.sock", "10.0.0.0/8", "must have a port, by which the listeners are told apart")]
    [InlineData(";", "10.0.0.0/8", "names no address")]
    public async Task Its_ports_are_nobody_elses(string urls, string? network, string? problem)
    {
        string[] settings = [$"--Gateway:CloudRunUrls={urls}", .. Platform()];
        await using var app = Program.Build(
            _workplace.Environment,
            [],
            network is null ? settings : [.. settings, $"--Gateway:Services:saas:CloudRun:Networks:0={network}"]);

        var errors = (await app.Services.GetRequiredService<ConfigurationCompiler>().CompileAsync(inForce: null)).Errors;

        if (problem is null)
        {
            Assert.Empty(errors);
        }
        else
        {
            Assert.StartsWith($"command line: Gateway:CloudRunUrls {problem}", Assert.Single(errors).ToString(), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Platform() =>
    [
        "--Gateway:Services:saas:Kind=Platform", "--Gateway:Services:saas:AppId=wxcomponent", "--Gateway:Services:saas:AppSecret=s",
        "--Gateway:Services:saas:Token=t", $"--Gateway:Services:saas:EncodingAesKey={new string('a', 43)}",
        "--Gateway:Services:saas:AuthEventPath=/wx/saas/event", "--Gateway:Services:saas:MessagePath=/wx/saas/{appid}/message",
    ];
}
