using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Transforms.Tests.Configuration.Sources;

public sealed class ProvenanceTests : IDisposable
{
    private const string Prefix = "WXGWTEST_PROVENANCE_";

    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Prefix + "Gateway__Services__env__AppId", null);
        _folder.Dispose();
    }

    [Fact]
    public async Task An_error_names_the_source_that_supplied_the_key()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "secrets"));
        _folder.Write("secrets/Gateway__Services__json__EncodingAesKey", "too short");
        Environment.SetEnvironmentVariable(Prefix + "Gateway__Services__env__AppId", "a b");
        var configuration = new ConfigurationManager();
        configuration.AddJsonFile(_folder.Write("appsettings.json", """{ "Gateway": { "Services": { "json": { "AppId": "a b" }, "over": { "AppId": "a", "Token": "a b" } } } }"""));
        configuration.AddJsonFile(_folder.Write("other.json", """{ "Gateway": { "Services": { "over": { "Token": "c d" } } } }"""));
        configuration.AddKeyPerFile(Path.Combine(_folder.Path, "secrets"));
        configuration.AddEnvironmentVariables(Prefix);
        configuration.AddCommandLine(["--Gateway:Services:line:AppId=a b"]);

        Assert.Equal(
            [
                "environment: Gateway:Services:env:AppId must be printable text without spaces; it is 'a b'. Copy it again from the " +
                    "WeChat console.",
                "environment: Gateway:Services:env:Token is missing. Copy it from the WeChat console.",
                "appsettings.json: Gateway:Services:json:AppId must be printable text without spaces; it is 'a b'. Copy it again from " +
                    "the WeChat console.",
                "secrets file Gateway__Services__json: Gateway:Services:json:Token is missing. Copy it from the WeChat console.",
                "secrets file Gateway__Services__json__EncodingAesKey: Gateway:Services:json:EncodingAesKey must have 43 characters; it " +
                    "has 9. Copy it again from the WeChat console.",
                "command line: Gateway:Services:line:AppId must be printable text without spaces; it is 'a b'. Copy it again from the " +
                    "WeChat console.",
                "command line: Gateway:Services:line:Token is missing. Copy it from the WeChat console.",
                "other.json: Gateway:Services:over:Token must be printable text without spaces. Copy it again from the WeChat console.",
            ],
            await ErrorsAsync(configuration, configuration.GetSection("Gateway")));
    }

    [Fact]
    public async Task A_configuration_chained_into_the_hosts_is_looked_into()
    {
        var inner = new ConfigurationBuilder().AddJsonFile(_folder.Write("inner.json", """{ "Gateway": { "Services": { "shop": { "AppId": "a b", "Token": "t" } } } }""")).Build();
        var configuration = new ConfigurationBuilder().AddConfiguration(inner).Build();

        Assert.Equal(
            ["inner.json: Gateway:Services:shop:AppId must be printable text without spaces; it is 'a b'. Copy it again from the WeChat " +
                "console."],
            await ErrorsAsync(configuration, configuration.GetSection("Gateway")));
    }

    [Fact]
    public async Task A_section_from_elsewhere_is_read_all_the_same()
    {
        var elsewhere = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["My:Services:shop:AppId"] = "a b", ["My:Services:shop:Token"] = "t" }).Build();
        var host = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["My:Services:other:AppId"] = "x y" }).Build();

        Assert.Equal(
            ["configuration: My:Services:shop:AppId must be printable text without spaces; it is 'a b'. Copy it again from the WeChat " +
                "console."],
            await ErrorsAsync(host, elsewhere.GetSection("My")));
    }

    [Fact]
    public async Task A_source_that_computes_its_values_is_asked_for_them()
    {
        var configuration = new ConfigurationBuilder().Add(new ShoutingSource()).Build();
        await using var services = Compiling.Services(configuration, configuration.GetSection("Gateway"), reverseProxy: null);

        var result = await services.GetRequiredService<ConfigurationCompiler>().CompileAsync(inForce: null);

        Assert.Equal("WX1", Assert.Single(result.Compiled!.Services).Account.AppId.Value);
    }

    private static async Task<IEnumerable<string>> ErrorsAsync(IConfiguration host, IConfiguration section)
    {
        await using var services = Compiling.Services(host, section, reverseProxy: null);
        var result = await services.GetRequiredService<ConfigurationCompiler>().CompileAsync(inForce: null);
        return result.Errors.Select(error => error.ToString());
    }

    /// <summary>Stands for sources that decrypt, or fetch, at the moment of asking.</summary>
    private sealed class ShoutingSource : ConfigurationProvider, IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override void Load()
        {
            Data["Gateway:Services:shop:AppId"] = "wx1";
            Data["Gateway:Services:shop:Token"] = "t";
        }

        public override bool TryGet(string key, out string? value)
        {
            var found = base.TryGet(key, out value);
            value = value?.ToUpperInvariant();
            return found;
        }
    }
}
