using Microsoft.Extensions.Configuration;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Rules;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Tests.Configuration;

public sealed class ConfigurationCompilerTests
{
    [Fact]
    public async Task Everything_that_can_be_set_of_a_service_is_read()
    {
        var compiled = await Compiling.CompiledAsync($$"""
            {
              // Comments are fine.
              "Gateway": {
                "Store": { "Kind": "redis", "Redis": "r", "KeyPrefix": "k" },
                "WeChat": { "ApiUrl": "http://127.0.0.1:9000/x", "OpenUrl": "http://127.0.0.1:9001", "Timeout": "00:00:03" },
                "Services": {
                  "shop": {
                    "Kind": "MiniProgram", "AppId": "wx1", "AppSecret": "s", "OriginalId": "gh_1", "Token": "t", "PreviousToken": "p",
                    "EncodingAesKey": "{{Compiling.AesKey}}", "PreviousEncodingAesKey": "{{Compiling.AesKey}}", "Encryption": "compatible",
                    "MessagePath": "/wx", "MessageBackend": "http://127.0.0.1:8000/messages",
                    "UserInfo": { "Append": false, "CacheFor": "00:10:00", "Language": "en" },
                    "Reply": { "Deadline": "00:00:03", "WhenLate": "Nothing", "WhenFailed": "Text", "FailureText": "Sorry." },
                    "TokenEndpoint": "Classic", "MaxClockSkew": "00:01:00",
                  },
                },
              },
            }
            """);

        Assert.Equal((StoreKind.Redis, "r", "k"), (compiled.Store.Kind, compiled.Store.Redis, compiled.Store.KeyPrefix));
        var service = Assert.Single(compiled.Services);
        Assert.Equal("shop", service.Name);
        Assert.Equal(ServiceKind.MiniProgram, service.Account.Kind);
        Assert.Equal(TokenEndpoint.Classic, service.Account.TokenEndpoint);
        Assert.Equal("s", service.Account.AppSecret.Reveal());
        Assert.Same(service, service.Callback.Recipients.Find(new MessageAddress("gh_1", AppId: null)));
        Assert.Null(service.Callback.Recipients.Find(new MessageAddress("gh_2", AppId: null)));
        Assert.Equal(2, service.Callback.Tokens.Length);
        Assert.Equal(2, service.Callback.AesKeys.Length);
        Assert.Equal(EncryptionMode.Compatible, service.Callback.Encryption);
        Assert.False(service.UserInfo.Append);
        Assert.Equal("en", service.UserInfo.Language);
        Assert.Equal(TimeSpan.FromSeconds(3), service.Reply.Deadline);
        Assert.Equal(WhenLate.Nothing, service.Reply.WhenLate);
        Assert.Equal("Sorry.", service.Reply.FailureText);
        Assert.Equal(TimeSpan.FromMinutes(1), service.Callback.MaxClockSkew);
        Assert.Equal(new Uri("http://127.0.0.1:9000/x"), compiled.WeChatApi.ApiUrl);
        Assert.Equal(TimeSpan.FromSeconds(3), compiled.WeChatApi.Timeout);
        Assert.Empty(compiled.Warnings);
    }

    [Fact]
    public async Task What_is_null_in_json_gets_its_default()
    {
        var compiled = await Compiling.CompiledAsync(Compiling.Service(
            "shop", """ "Reply": { "FailureText": null, "Deadline": null }, "PreviousToken": null, "EncodingAesKey": null, "UserInfo": null, "MessageBackend": null """));

        var service = Assert.Single(compiled.Services);
        Assert.Equal("", service.Reply.FailureText);
        Assert.Equal(TimeSpan.FromSeconds(4.5), service.Reply.Deadline);
        Assert.True(service.UserInfo.Append);
        Assert.Equal(EncryptionMode.Plaintext, service.Callback.Encryption);
        Assert.Single(service.Callback.Tokens);
    }

    [Fact]
    public async Task Formats_are_no_stricter_than_wechat()
    {
        var compiled = await Compiling.CompiledAsync("""
            { "Gateway": { "Services": {
                "店铺 1": { "AppId": "0", "Token": "令牌!#", "MessagePath": "/a", "EncodingAesKey": "0123456789/+0123456789/+0123456789/+0123456" },
                "b": { "AppId": "wx-测试", "Token": "0123456789012345678901234567890123456789012345678901234567890123", "MessagePath": "/" }
            } } }
            """);

        Assert.Equal(2, compiled.Services.Count);
    }

    [Fact]
    public async Task No_service_at_all_is_worth_a_warning()
    {
        Assert.Equal(
            ["appsettings.json: Gateway:Services has no service, so no push is served. Configure one."],
            await Compiling.WarningsAsync("""{ "Gateway": { "Services": {} } }"""));
        Assert.Single(await Compiling.WarningsAsync("{}"));
    }

    [Theory]
    [InlineData("\"Tokn\": \"x\"", "Gateway:Services:shop:Tokn is not a known key; nothing reads it. Did you mean Token?")]
    [InlineData(
        "\"messagepaths\": \"/x\"", "Gateway:Services:shop:messagepaths is not a known key; nothing reads it. Did you mean MessagePath?")]
    [InlineData("\"Reply\": { \"DeadLines\": \"x\" }",
        "Gateway:Services:shop:Reply:DeadLines is not a known key; nothing reads it. Did you mean Deadline?")]
    [InlineData("\"Colour\": \"red\"", "Gateway:Services:shop:Colour is not a known key; nothing reads it. Remove it.")]
    [InlineData("\"MessageBackend\": { \"Destination\": {}, \"Destinations\": { \"a\": { \"Address\": \"http://a\" } } }",
        "Gateway:Services:shop:MessageBackend:Destination is not a known key; nothing reads it. Did you mean Destinations?")]
    [InlineData("\"OAuthReturnHost\": [\"a\"]",
        "Gateway:Services:shop:OAuthReturnHost is not a known key; nothing reads it. Did you mean OAuthReturnHosts?")]
    public async Task A_key_that_nothing_reads_is_worth_a_warning(string settings, string warning)
        => Assert.Equal([$"appsettings.json: {warning}"], await Compiling.WarningsAsync(Compiling.Service("shop", settings)));

    [Fact]
    public async Task Keys_of_the_section_are_no_misspellings()
        => Assert.Equal(
            [
                "appsettings.json: Gateway:Service is not a known key; nothing reads it. Did you mean Services?",
                "appsettings.json: Gateway:Store:Kinds is not a known key; nothing reads it. Did you mean Kind?",
                "appsettings.json: Gateway:WeChat:ApiUri is not a known key; nothing reads it. Did you mean ApiUrl?",
                "appsettings.json: Gateway:Services has no service, so no push is served. Configure one.",
            ],
            (await Compiling.WarningsAsync("""
                { "Gateway": {
                    "PublicUrl": "https://x", "HostsOwn": { "a": "b" },
                    "Service": {}, "Store": { "Kinds": "Memory" }, "WeChat": { "ApiUri": "x" }
                } }
                """, new HostRule("HostsOwn"))).OrderBy(warning => warning.Contains("has no service", StringComparison.Ordinal)));

    [Fact]
    public async Task A_service_that_no_route_leads_to_is_worth_a_warning()
    {
        const string Pathless = """{ "Gateway": { "Services": { "shop": { "AppId": "wx1", "Token": "t" } } }, "ReverseProxy": { "Routes": { ROUTES } } }""";

        Assert.Equal(
            ["appsettings.json: Gateway:Services:shop:MessagePath is missing, and no route names the service, so no push can reach it. " +
                "Write the path of the server URL in the WeChat console, such as /wx."],
            await Compiling.WarningsAsync(Pathless.Replace("ROUTES", "", StringComparison.Ordinal)));
        Assert.Empty(await Compiling.WarningsAsync(Pathless.Replace(
            "ROUTES",
            """ "mine": { "ClusterId": "shop.message", "Match": { "Path": "/mine" }, "Metadata": { "WeChat.Service": "Shop", "WeChat.Exchange": "message" } } """,
            StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("00:05:00", 0)]
    [InlineData("00:05:01", 1)]
    [InlineData("36500.00:00:00", 1)]
    public async Task Taking_pushes_that_are_older_than_the_ledger_remembers_is_worth_a_warning(string skew, int warnings)
        => Assert.Equal(warnings, (await Compiling.WarningsAsync(Compiling.Service("shop", $""" "MaxClockSkew": "{skew}" """))).Count(warning => warning.Contains("MaxClockSkew is", StringComparison.Ordinal)));

    [Fact]
    public async Task Taking_both_forms_of_pushes_is_worth_a_warning()
        => Assert.Equal(
            ["appsettings.json: Gateway:Services:shop:Encryption is Either, which takes pushes that are not encrypted. Set it to Safe as " +
                "soon as the mode is switched in the WeChat console."],
            await Compiling.WarningsAsync(Compiling.Service("shop", $""" "Encryption": "Either", "EncodingAesKey": "{Compiling.AesKey}" """)));

    [Fact]
    public async Task The_revision_tells_configurations_apart_but_nothing_of_secrets()
    {
        var first = await Compiling.CompiledAsync(Compiling.Service("shop", """ "AppSecret": "one" """));
        var again = await Compiling.CompiledAsync(Compiling.Service("shop", """ "AppSecret": "one" """));
        var otherSecret = await Compiling.CompiledAsync(Compiling.Service("shop", """ "AppSecret": "two" """));
        var otherPath = await Compiling.CompiledAsync(Compiling.Service("shop", """ "AppSecret": "one", "OriginalId": "gh_2" """));

        Assert.Equal(first.Digest, again.Digest);
        Assert.Equal(first.Revision, again.Revision);
        Assert.Equal(first.Revision, otherSecret.Revision);
        Assert.NotEqual(first.Digest, otherSecret.Digest);
        Assert.NotEqual(first.Revision, otherPath.Revision);
    }

    [Fact]
    public async Task Replicas_that_differ_only_in_where_they_listen_have_one_revision()
    {
        const string Alike = """ "PublicUrl": "https://wx.example.com" """;
        var first = await Compiling.CompiledAsync(
            $$"""{ "Gateway": { "Urls": "http://127.0.0.1:7080", "InternalUrls": "http://127.0.0.1:7081", {{Alike}} } }""");
        var second = await Compiling.CompiledAsync(
            $$"""{ "Gateway": { "urls": "http://127.0.0.1:8080", "CloudRunUrls": "http://127.0.0.1:8083", {{Alike}} } }""");
        var other = await Compiling.CompiledAsync("""{ "Gateway": { "PublicUrl": "https://other.example.com" } }""");

        Assert.Equal(first.Revision, second.Revision);
        Assert.NotEqual(first.Digest, second.Digest);
        Assert.NotEqual(first.Revision, other.Revision);
    }

    [Theory]
    [InlineData("Gateway:Urls", "Gateway", true)]
    [InlineData("gateway:internalurls", "Gateway", true)]
    [InlineData("Urls", "", true)]
    [InlineData("Gateway:PublicUrl", "Gateway", false)]
    [InlineData("Gateway:Services:Urls", "Gateway", false)]
    [InlineData("Gateway:Services:shop:Urls", "Gateway", false)]
    [InlineData("GatewayUrls", "Gateway", false)]
    [InlineData("ReverseProxy:Urls", "Gateway", false)]
    [InlineData("Gateway", "Gateway", false)]
    public void Only_addresses_at_the_top_are_a_replicas_own(string path, string section, bool isOwn)
        => Assert.Equal(isOwn, ReplicaKeys.IsOwn(path, section));

    [Fact]
    public async Task A_thousand_services_compile_in_a_moment()
    {
        var services = string.Join(",\n", Enumerable.Range(0, 1000).Select(number =>
            $$""" "s{{number}}": { "AppId": "wx{{number}}", "AppSecret": "x", "Token": "t", "EncodingAesKey": "{{Compiling.AesKey}}", "MessagePath": "/wx/{{number}}", "MessageBackend": { "Destinations": { "a": { "Address": "http://a:{{number + 1}}" } } }, "Reply": { "Deadline": "00:00:04" } } """));
        await Compiling.CompiledAsync("{}");
        var started = TimeProvider.System.GetTimestamp();

        var compiled = await Compiling.CompiledAsync($$"""{ "Gateway": { "Services": { {{services}} } } }""");

        Assert.Equal(1000, compiled.Services.Count);
        Assert.Equal(1000, compiled.Clusters.Count);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private sealed class HostRule(params string[] keys) : IConfigurationRule
    {
        public IReadOnlyCollection<string> Keys => keys;

        public void Check(IConfigurationSection section, ConfigurationReport report)
        {
        }
    }
}
