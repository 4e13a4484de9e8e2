using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Tests.Configuration;

/// <summary>A running gateway whose files are edited.</summary>
public sealed class HotReloadTests : IAsyncLifetime
{
    private readonly Workplace _workplace = new();
    private readonly Dictionary<string, SimulatedAccount> _accounts = [];
    private WeChatSimulator _weChat = null!;
    private ScriptedBackend _backend = null!;
    private WebApplication? _gateway;

    private ConfigurationState State => _gateway!.Services.GetRequiredService<ConfigurationState>();

    public async ValueTask InitializeAsync()
    {
        _weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        _backend = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        _backend.Answers("""{"msg":"from the backend"}""");
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            using var cut = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            await _gateway.StopAsync(cut.Token);
            await _gateway.DisposeAsync();
        }

        await _backend.DisposeAsync();
        await _weChat.DisposeAsync();
        _workplace.Dispose();
    }

    [Fact]
    public async Task Edits_take_effect_and_invalid_ones_do_not()
    {
        _workplace.Write("appsettings.json", Json(Service("shop", backend: null)));
        await StartAsync(_workplace.Environment);
        Assert.Equal("hello", await SayAsync("shop"));

        await EditAsync("appsettings.json", Json(Service("shop", _backend.Address)));
        Assert.Equal("from the backend", await SayAsync("shop"));

        await EditAsync("appsettings.json", Json(Service("shop", _backend.Address), Service("second", backend: null)));
        Assert.Equal("hello", await SayAsync("second"));

        var revision = State.Revision;
        _workplace.Write("appsettings.json", Json(Service("shop", backend: null))[..^20]);
        await ErrorsAsync("is not valid JSON");
        Assert.Equal("from the backend", await SayAsync("shop"));
        Assert.Equal("hello", await SayAsync("second"));
        Assert.Equal(revision, State.Revision);

        _workplace.Write("appsettings.json", Json(Service("shop", "no address"), Service("second", backend: null)));
        await ErrorsAsync("Gateway:Services:shop:MessageBackend must be an absolute http or https address");
        Assert.Equal("from the backend", await SayAsync("shop"));

        await EditAsync("appsettings.json", Json(Service("second", backend: null)));
        Assert.Equal("hello", await SayAsync("second"));
        await Eventually.HoldsAsync(() => State.LastErrors.Count == 0, "the errors were fixed", TestContext.Current.CancellationToken);
        Assert.Equal(404, await StatusAsync("shop"));
    }

    [Fact]
    public async Task A_file_on_a_kubernetes_volume_is_reloaded_when_its_links_are_swapped()
    {
        _workplace.Write("volume/..1/gateway.json", Json(Service("shop", backend: null)));
        Directory.CreateSymbolicLink(Path.Combine(_workplace.Folder, "volume/..data"), "..1");
        File.CreateSymbolicLink(Path.Combine(_workplace.Folder, "volume/gateway.json"), "..data/gateway.json");
        await StartAsync(_workplace.Environment with { ConfigFile = "volume/gateway.json" });
        Assert.Equal("hello", await SayAsync("shop"));

        var applied = State.AppliedAt;
        _workplace.Write("volume/..2/gateway.json", Json(Service("shop", _backend.Address)));
        await _workplace.SwapLinkAsync("volume/..data", "..2");
        Directory.Delete(Path.Combine(_workplace.Folder, "volume/..1"), recursive: true);
        await Eventually.HoldsAsync(() => State.AppliedAt != applied, "the swap took effect", TestContext.Current.CancellationToken);

        Assert.Equal("from the backend", await SayAsync("shop"));
    }

    [Fact]
    public async Task A_changed_secrets_file_takes_effect()
    {
        _workplace.Write("appsettings.json", """{ "Gateway": { "Urls": "http://127.0.0.1:0", "InternalUrls": "http://127.0.0.1:0", "Services": { "shop": { "AppId": "shop", "MessagePath": "/shop" } } } }""");
        _workplace.Write("secrets/Gateway__Services__shop__Token", "first");
        await StartAsync(_workplace.Environment with { SecretsFolder = "secrets" });
        _accounts["shop"].Token = "first";
        Assert.Equal("hello", await SayAsync("shop"));

        await EditAsync("secrets/Gateway__Services__shop__Token", "second\n");
        _accounts["shop"].Token = "second";
        Assert.Equal("hello", await SayAsync("shop"));

        await EditAsync("secrets/Gateway__Services__shop__PreviousToken", "first");
        _accounts["shop"].Token = "first";
        Assert.Equal("hello", await SayAsync("shop"));
    }

    [Fact]
    public async Task Secrets_on_a_kubernetes_volume_are_reloaded_when_its_links_are_swapped()
    {
        const string Key = "Gateway__Services__shop__Token";
        _workplace.Write("appsettings.json", """{ "Gateway": { "Urls": "http://127.0.0.1:0", "InternalUrls": "http://127.0.0.1:0", "Services": { "shop": { "AppId": "shop", "MessagePath": "/shop" } } } }""");
        _workplace.Write($"secrets/..1/{Key}", "first");
        Directory.CreateSymbolicLink(Path.Combine(_workplace.Folder, "secrets/..data"), "..1");
        File.CreateSymbolicLink(Path.Combine(_workplace.Folder, "secrets", Key), $"..data/{Key}");
        await StartAsync(_workplace.Environment with { SecretsFolder = "secrets" });
        _accounts["shop"].Token = "first";
        Assert.Equal("hello", await SayAsync("shop"));

        var applied = State.AppliedAt;
        _workplace.Write($"secrets/..2/{Key}", "second");
        await _workplace.SwapLinkAsync("secrets/..data", "..2");
        Directory.Delete(Path.Combine(_workplace.Folder, "secrets/..1"), recursive: true);
        await Eventually.HoldsAsync(() => State.AppliedAt != applied, "the swap took effect", TestContext.Current.CancellationToken);

        Assert.Empty(State.LastErrors);
        _accounts["shop"].Token = "second";
        Assert.Equal("hello", await SayAsync("shop"));
    }

    [Fact]
    public async Task The_api_of_wechat_can_be_moved_while_it_runs()
    {
        _workplace.Write("appsettings.json", Json(Service("shop", backend: null)));
        await StartAsync(_workplace.Environment);

        await EditAsync("appsettings.json", Json(Service("shop", backend: null)).Replace(
            "\"Urls\"", $"\"WeChat\": {{ \"ApiUrl\": \"{_weChat.Address}\" }}, \"Urls\"", StringComparison.Ordinal));

        Assert.Equal(
            _weChat.Address,
                _gateway!.Services.GetRequiredService<IOptionsMonitor<TokenService.Api.WeChatApiOptions>>().CurrentValue.ApiUrl);
    }

    [Fact]
    public async Task A_log_level_that_is_none_is_an_error_and_leaves_the_log_as_it_was()
    {
        var json = Json(Service("shop", backend: null));
        _workplace.Write("appsettings.json", WithLevel(json, "Warning"));
        await StartAsync(_workplace.Environment);
        var log = _gateway!.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Some.Category");

        _workplace.Write("appsettings.json", WithLevel(json, "Verbose"));
        await ErrorsAsync("Logging:LogLevel:Some must be one of Trace, Debug, Information, Warning, Error, Critical, None; it is Verbose");
        Assert.True(log.IsEnabled(LogLevel.Warning));
        Assert.False(log.IsEnabled(LogLevel.Information));

        _workplace.Write("appsettings.json", WithLevel(json, "Debug"));
        await Eventually.HoldsAsync(() => State.LastErrors.Count == 0, "the level was corrected", TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => log.IsEnabled(LogLevel.Debug), "the level counted", TestContext.Current.CancellationToken);

        static string WithLevel(string json, string level)
            => $"{{ \"Logging\": {{ \"LogLevel\": {{ \"Some\": \"{level}\" }} }}, {json.TrimStart()[1..]}";
    }

    private async Task StartAsync(GatewayEnvironment environment)
    {
        _gateway = Program.Build(environment, environment.JsonFiles(),
            ["--Gateway:ShutdownDelay=00:00:00", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.AspNetCore=None"]);
        Program.Map(_gateway);
        _gateway.ChooseAddresses();
        await _gateway.StartAsync(TestContext.Current.CancellationToken);
        foreach (var name in new[] { "shop", "second" })
        {
            _accounts[name] = new SimulatedAccount
            {
                AppId = name,
                Token = "token",
                Encryption = EncryptionMode.Plaintext,
                GatewayUrl = new Uri(new Uri(_gateway.Urls.First()), "/" + name)
            };
            _weChat.AddAccount(_accounts[name]);
        }
    }

    private async Task EditAsync(string file, string content)
    {
        var applied = State.AppliedAt;
        _workplace.Write(file, content);
        await Eventually.HoldsAsync(
            () => State.AppliedAt != applied, $"the edit of {file} took effect", TestContext.Current.CancellationToken);
    }

    private Task ErrorsAsync(string problem)
        => Eventually.HoldsAsync(() => State.LastErrors.Any(error => error.ToString().Contains(problem, StringComparison.Ordinal)),
            $"the error '{problem}' was told", TestContext.Current.CancellationToken);

    private async Task<string?> SayAsync(string account)
    {
        var result = await _weChat.PushAsync(account, PushedMessage.Text("hello"), TestContext.Current.CancellationToken);
        return result.Reply?["Content"];
    }

    private async Task<int> StatusAsync(string path)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(
            new Uri(new Uri(_gateway!.Urls.First()), "/" + path), TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    private static string Json(params string[] services) => $$"""{ "Gateway": { "Urls": "http://127.0.0.1:0", "InternalUrls": "http://127.0.0.1:0", "Services": { {{string.Join(",\n", services)}} } } }""";

    private static string Service(string name, string? backend)
        => $$""" "{{name}}": { "AppId": "{{name}}", "Token": "token", "MessagePath": "/{{name}}"{{(backend is null ? "" : $", \"MessageBackend\": \"{backend}\"")}} } """;
}
