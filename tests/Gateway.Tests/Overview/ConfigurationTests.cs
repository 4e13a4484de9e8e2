using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Gateway.Tests.Access;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.Testing.Certificates;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Gateway.Tests.Overview;

/// <summary>The configuration in force, as it is told: where each key comes from, and never a secret.</summary>
public sealed class ConfigurationTests : IAsyncDisposable
{
    // Every part of a secret that is long enough to be of use to somebody.
    private const int Telling = 5;

    private readonly Workplace _workplace = new();
    private WebApplication? _gateway;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            using var cut = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            await _gateway.StopAsync(cut.Token);
            await _gateway.DisposeAsync();
        }

        _workplace.Dispose();
    }

    [Fact]
    public async Task Each_key_names_its_source()
    {
        Write("""
            "Services": { "shop": {
              "AppId": "wx1", "Token": "t", "MessagePath": "/wx", "MessageBackend": "http://127.0.0.1:1/in?key=k3y" } }
            """);
        _workplace.Write("secrets/Gateway__Services__shop__AppSecret", "abcdefghijkl9876\n");
        await StartAsync("--Gateway:ShutdownDelay=00:00:00");

        var json = await AskAsync();

        Assert.Equal(
            ("wx1", "appsettings.json"),
            (Setting(json, "Gateway:Services:shop:AppId", "value"), Source(json, "Gateway:Services:shop:AppId")));
        Assert.Equal("command line", Source(json, "Gateway:ShutdownDelay"));
        Assert.Equal("secrets file Gateway__Services__shop__AppSecret", Source(json, "Gateway:Services:shop:AppSecret"));
        Assert.Equal(
            """{"set":true,"last4":"9876"}""", Find(json, "Gateway:Services:shop:AppSecret").GetProperty("secret").GetRawText());
        Assert.Equal("""{"set":true,"last4":null}""", Find(json, "Gateway:Services:shop:Token").GetProperty("secret").GetRawText());
        Assert.Equal("http://127.0.0.1:1/in?***", Setting(json, "Gateway:Services:shop:MessageBackend", "value"));
        var file = Assert.Single(json.GetProperty("files").EnumerateArray());
        Assert.Equal(Path.Combine(_workplace.Folder, "appsettings.json"), file.GetProperty("path").GetString());
        Assert.True(file.GetProperty("read_at").GetDateTimeOffset() <= json.GetProperty("configured_at").GetDateTimeOffset());
        Assert.Equal(12, json.GetProperty("revision").GetString()!.Length);
        Assert.Empty(json.GetProperty("errors").EnumerateArray());
    }

    [Fact]
    public async Task The_errors_of_a_refused_reload_are_there_until_a_good_one_and_what_is_in_force_stays()
    {
        Write(Shop("wx1"));
        await StartAsync();
        var before = await AskAsync();
        Write(Shop("wx 1"));
        await Eventually.HoldsAsync(
            async () => (await AskAsync()).GetProperty("errors").GetArrayLength() > 0, "the errors were told", Cancelled);

        var refused = await AskAsync();
        var overview = (await Calls.JsonAsync(Address, "/overview")).Json;

        Assert.Equal(before.GetProperty("revision").GetString(), refused.GetProperty("revision").GetString());
        Assert.Equal("wx1", Setting(refused, "Gateway:Services:shop:AppId", "value"));
        Assert.Equal(before.GetProperty("files").GetRawText(), refused.GetProperty("files").GetRawText());
        var problem = overview.GetProperty("problems")[0];
        Assert.Equal(refused.GetProperty("errors")[0].GetRawText(), problem.GetRawText());
        Assert.Equal("Gateway:Services:shop:AppId", problem.GetProperty("where").GetString());
        Assert.StartsWith(
            "appsettings.json: Gateway:Services:shop:AppId ", problem.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.EndsWith(".", problem.GetProperty("fix").GetString(), StringComparison.Ordinal);

        Write(Shop("wx2"));
        await Eventually.HoldsAsync(
            async () => await AskAsync() is var good && good.GetProperty("errors").GetArrayLength() == 0
                && Setting(good, "Gateway:Services:shop:AppId", "value") == "wx2",
            "the good one was in force",
            Cancelled);
        var problems = (await Calls.JsonAsync(Address, "/overview")).Json.GetProperty("problems").GetRawText();
        Assert.DoesNotContain("appsettings.json:", problems, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_a_reload_removes_has_no_minutes_any_more()
    {
        Write(Shop("wx1"));
        await StartAsync();
        Assert.Equal(200, (await Calls.JsonAsync(Address, "/overview/shop/minutes")).Status);

        Write(""" "Services": { "other": { "AppId": "wx1", "Token": "t", "MessagePath": "/wx" } } """);

        await Eventually.HoldsAsync(
            async () => (await Calls.JsonAsync(Address, "/overview/shop/minutes")).Status == 404
                && (await Calls.JsonAsync(Address, "/overview/other/minutes")).Status == 200,
            "the service was gone",
            Cancelled);
    }

    [Fact]
    public async Task A_key_for_a_service_sees_its_settings_and_no_others()
    {
        Write($$"""
            "InternalApiKeys": {
              "all": "{{InternalListenerTests.DigestOf("all")}}",
              "old": { "Hash": "{{InternalListenerTests.DigestOf("old")}}", "Scopes": ["api"] },
              "look": { "Hash": "{{InternalListenerTests.DigestOf("look")}}", "Scopes": ["overview:read"] },
              "shop": { "Hash": "{{InternalListenerTests.DigestOf("shop")}}", "Scopes": ["settings:read"], "Services": ["shop"] } },
            "Services": {
              "shop": { "AppId": "wx1", "Token": "t", "MessagePath": "/wx" },
              "shopkeeper": { "AppId": "wx2", "Token": "t", "MessagePath": "/wx2" } }
            """);
        await StartAsync();

        var json = await AskAsync("shop");

        Assert.All(json.GetProperty("settings").EnumerateArray(), setting => Assert.StartsWith(
            "Gateway:Services:shop:", setting.GetProperty("key").GetString(), StringComparison.Ordinal));
        Assert.Equal(3, json.GetProperty("settings").GetArrayLength());
        var own = Assert.Single(json.GetProperty("api_keys").EnumerateArray());
        Assert.StartsWith(
            """{"name":"shop","scopes":["settings:read"],"services":["shop"],"last_used_at":"20""",
            own.GetRawText(),
            StringComparison.Ordinal);
        var all = (await AskAsync("all")).GetProperty("api_keys").EnumerateArray().ToList();
        Assert.Equal(4, all.Count);
        Assert.Equal(
            ["all", "shop"],
            all.Where(key => key.GetProperty("last_used_at").ValueKind != JsonValueKind.Null)
                .Select(key => key.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(403, (await Calls.JsonAsync(Address, "/overview/configuration", key: "old")).Status);
        Assert.Equal(403, (await Calls.JsonAsync(Address, "/overview/configuration", key: "look")).Status);
        Assert.Equal(401, (await Calls.JsonAsync(Address, "/overview/configuration", key: "none")).Status);
    }

    [Fact]
    public async Task No_secret_of_any_option_is_told()
    {
        using var certificate = TestCertificate.Create("localhost");
        await File.WriteAllBytesAsync(Path.Combine(_workplace.Folder, "tls.pfx"), certificate.Pfx("planted-Password-0001"), Cancelled);
        var aes = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
        var planted = new Dictionary<string, string>
        {
            ["Gateway:Services:shop:AppSecret"] = "planted-AppSecret-0002",
            ["Gateway:Services:shop:Token"] = "plantedToken0003",
            ["Gateway:Services:shop:PreviousToken"] = "plantedToken0004",
            ["Gateway:Services:shop:EncodingAesKey"] = aes,
            ["Gateway:Services:shop:PreviousEncodingAesKey"] = new([.. aes.Reverse()]),
            ["Gateway:Services:mini:AppSecret"] = "planted-AppSecret-0005",
            ["Gateway:Services:mini:Token"] = "plantedToken0006",
            ["Gateway:Services:mini:Login:BackendToken"] = "planted-BackendToken-0007-0123456789",
            ["Gateway:Services:mini:Login:MessageApiToken"] = "planted-MessageApiToken-0008-0123456789",
            ["Gateway:Services:mini:Login:ReplyToken"] = "planted-ReplyToken-0009-0123456789",
            ["Gateway:Services:saas:AppSecret"] = "planted-AppSecret-0010",
            ["Gateway:Services:saas:Token"] = "plantedToken0011",
            ["Gateway:Services:saas:PreviousToken"] = "plantedToken0012",
            ["Gateway:Services:saas:EncodingAesKey"] = aes.ToUpperInvariant(),
            ["Gateway:Services:saas:PreviousEncodingAesKey"] = aes.ToLowerInvariant(),
            ["Gateway:Certificates:Default:Password"] = "planted-Password-0001",
            ["Gateway:Database:Connection"] = $"Host=127.0.0.1;Port={FreePort.Next()};Username=u;Password=pl4nted",
            ["Gateway:Database:Key"] = Convert.ToBase64String(Enumerable.Range(1, 32).Select(number => (byte)number).ToArray()),
            ["Gateway:Database:PreviousKeys:0"] = Convert.ToBase64String(Enumerable.Range(50, 32).Select(number => (byte)number).ToArray()),
            ["Gateway:Store:Redis"] = $"127.0.0.1:{FreePort.Next()},password=pl4nted",
            ["Gateway:InternalApiKeys:all"] = InternalListenerTests.DigestOf("all"),
            ["ReverseProxy:Routes:own:Transforms:0:Set"] = "Bearer planted-0013",
        };
        var settings = planted.ToDictionary(setting => setting.Key, setting => (string?)setting.Value);
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["Gateway:Urls"] = "https://127.0.0.1:0",
            ["Gateway:Certificates:Default:Path"] = Path.Combine(_workplace.Folder, "tls.pfx"),
            ["Gateway:Database:Kind"] = "PostgreSql",
            ["Gateway:Store:Kind"] = "Redis",
            ["Gateway:Services:shop:AppId"] = "wx1",
            ["Gateway:Services:mini:AppId"] = "wx2",
            ["Gateway:Services:mini:Kind"] = "MiniProgram",
            ["Gateway:Services:mini:Login:Backend"] = "http://127.0.0.1:1",
            ["Gateway:Services:saas:AppId"] = "wxcomponent1",
            ["Gateway:Services:saas:Kind"] = "Platform",
            ["Gateway:Services:saas:AuthEventPath"] = "/wx/saas/event",
            ["Gateway:Services:saas:MessagePath"] = "/wx/saas/{appid}/message",
            ["Gateway:Services:saas:StartTicketPush"] = "Never",
            ["ReverseProxy:Routes:own:ClusterId"] = "own",
            ["ReverseProxy:Routes:own:Match:Path"] = "/own",
            ["ReverseProxy:Routes:own:Transforms:0:RequestHeader"] = "Authorization",
            ["ReverseProxy:Clusters:own:Destinations:one:Address"] = "http://u:pl4nted@127.0.0.1:1/?k=pl4nted",
        })
        {
            settings[key] = value;
        }

        Write("");
        await StartAsync([.. settings.Select(setting => $"--{setting.Key}={setting.Value}")]);

        var json = await AskAsync("all");

        var text = json.GetRawText() + (await Calls.JsonAsync(Address, "/overview", key: "all")).Json.GetRawText();
        foreach (var (key, value) in planted)
        {
            var secret = Find(json, key).GetProperty("secret");
            Assert.True(secret.GetProperty("set").GetBoolean(), key);
            Assert.False(Find(json, key).TryGetProperty("value", out _), key);
            Assert.DoesNotContain(value, text, StringComparison.Ordinal);
            Assert.DoesNotContain(value[^Telling..], text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("pl4nted", text, StringComparison.Ordinal);
        Assert.DoesNotContain("nted", text, StringComparison.Ordinal);

        // Nobody adds an option with a secret and forgets it here.
        var names = planted.Keys.SelectMany(key => key.Split(':')).ToHashSet();
        var options = new[]
        {
            typeof(ServiceOptions), typeof(PlatformOptions), typeof(LoginOptions), typeof(CertificateOptions), typeof(DatabaseOptions),
            typeof(StoreOptions), typeof(RecordOptions), typeof(WeChatApiOptions), typeof(AuthorizerOptions), typeof(GatewayOptions),
        };
        Assert.All(
            from type in options
            from property in type.GetProperties()
            where property.PropertyType == typeof(string) || property.PropertyType == typeof(IReadOnlyList<string>)
            where Transforms.Configuration.Rules.Secrets.IsSecret(property.Name)

            // The path of a file with one.
            where property.Name != nameof(PlatformOptions.CloudBaseTokenFile)
            select property,
            property => Assert.Contains(property.Name, names));
    }

    private static string Shop(string appId)
        => $$""" "Services": { "shop": { "AppId": "{{appId}}", "Token": "t", "MessagePath": "/wx" } } """;

    private static JsonElement Find(JsonElement json, string key)
        => json.GetProperty("settings").EnumerateArray().Single(setting => setting.GetProperty("key").GetString() == key);

    private static string? Source(JsonElement json, string key) => Setting(json, key, "source");

    private static string? Setting(JsonElement json, string key, string part) => Find(json, key).GetProperty(part).GetString();

    private Uri Address => new(_gateway!.Services.GetRequiredService<Listener>().InternalAddresses().First());

    private void Write(string settings)
        => _workplace.Write("appsettings.json", $$"""
            { "Gateway": {
              {{settings}}{{(settings.Length > 0 ? "," : "")}} "Urls": "http://127.0.0.1:0", "InternalUrls": "http://127.0.0.1:0" } }
            """);

    private async Task StartAsync(params string[] settings)
    {
        var environment = _workplace.Environment with
        {
            SecretsFolder = Directory.Exists(Path.Combine(_workplace.Folder, "secrets")) ? "secrets" : null,
        };
        _gateway = Program.Build(
            environment,
            environment.JsonFiles(),
            ["--Logging:Console:LogLevel:Default=None", .. settings],
            services => services.AddSingleton(new DataFolder(Path.Combine(_workplace.Folder, "data"))));
        Program.Map(_gateway);
        _gateway.ChooseAddresses();
        await _gateway.StartAsync(Cancelled);
    }

    private async Task<JsonElement> AskAsync(string? key = null)
    {
        var (status, json) = await Calls.JsonAsync(Address, "/overview/configuration", key: key);
        Assert.Equal(200, status);
        return json;
    }
}
