using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Rules;
using WxYarpGateway.Transforms.Configuration.Sources;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Tests.Configuration.Rules;

public sealed class OptionsReaderTests
{
    [Theory]
    [InlineData("""{ }""")]
    [InlineData("""{ "AppId": "wx1", "AppSecret": "s", "Token": "t", "PreviousToken": "", "Kind": "MiniProgram", "OnlyFromWeChat": true }""")]
    [InlineData("""{ "appid": "wx1", "ENCRYPTION": "safe", "tokenEndpoint": "CLASSIC", "onlyFromWeChat": " True ", "maxClockSkew": " 00:00:05 " }""")]
    [InlineData("""{ "AppId": null, "AppSecret": null, "PreviousToken": null, "Encryption": null, "MaxClockSkew": null, "OnlyFromWeChat": null, "Reply": null }""")]
    [InlineData("""{ "Reply": { "Deadline": "00:00:01.5", "WhenLate": "nothing", "FailureText": null }, "UserInfo": {}, "Limits": { "RequestsPerSecond": 7 } }""")]
    [InlineData("""{ "Limits": { "RequestsPerSecond": null }, "UserInfo": { "Append": false, "CacheFor": "1.00:00:00", "Language": "" } }""")]
    [InlineData("""{ "OAuthReturnHosts": ["b", null, "", "a"] }""")]
    [InlineData("""{ "OAuthReturnHosts": [] }""")]
    [InlineData("""{ "OAuthReturnHosts": null }""")]
    [InlineData("""{ "OAuthReturnHosts": { "10": "last", "9": "first" } }""")]
    public void A_service_is_read_as_the_frameworks_binder_reads_it(string json) => IsReadAsBound<ServiceOptions>(json);

    [Theory]
    [InlineData("""{ "ApiUrl": "http://127.0.0.1:1/x", "Timeout": "00:00:01" }""")]
    [InlineData("""{ "OpenUrl": null, "Timeout": null }""")]
    public void What_is_known_of_WeChat_is_read_as_the_frameworks_binder_reads_it(string json) => IsReadAsBound<WeChatApiOptions>(json);

    [Theory]
    [InlineData("""{ "Kind": "redis", "Redis": "localhost", "KeyPrefix": "" }""")]
    [InlineData("""{ "Kind": "Memory", "Redis": null }""")]
    public void A_store_is_read_as_the_frameworks_binder_reads_it(string json) => IsReadAsBound<StoreOptions>(json);

    private static void IsReadAsBound<TOptions>(string json)
        where TOptions : class, new()
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Part": {{json}} }"""));
        var section = ConfigurationTree.Grow(
            ProviderReading.Read(new ConfigurationBuilder().AddJsonStream(content).Build().Providers)).GetSection("Part");
        var report = new ConfigurationReport(new Provenance([]));
        var bound = new TOptions();
        section.Bind(bound);

        var read = new OptionsReader(report).Read<TOptions>(section);

        Assert.Empty(report.Errors);
        Assert.Empty(report.Warnings);
        Assert.Equal(Written(bound), Written(read));
    }

    private static string Written<TOptions>(TOptions options)
        => string.Join('\n', typeof(TOptions).GetProperties()
            .Where(property => property.PropertyType != typeof(IConfigurationSection))
            .Select(property => $"{property.Name}: {JsonSerializer.Serialize(property.GetValue(options), property.PropertyType)}"));
}
