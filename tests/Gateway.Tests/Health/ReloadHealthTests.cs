using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Health;

/// <summary>What is told of a file that is edited while the gateway runs.</summary>
public sealed class ReloadHealthTests : IAsyncLifetime
{
    private const string JsonStore = """{ "Kind": "Redis", "Redis": "127.0.0.1:1,password=p4ss" }""";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Workplace _workplace = new();
    private readonly CollectedLogs _logs = new();
    private WebApplication _gateway = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Write("");
        _gateway = Program.Build(_workplace.Environment, _workplace.Environment.JsonFiles(), ["--Logging:Console:LogLevel:Default=None"]);
        _gateway.Services.GetRequiredService<Microsoft.Extensions.Logging.ILoggerFactory>().AddProvider(_logs);
        Program.Map(_gateway);
        _gateway.ChooseAddresses();
        await _gateway.StartAsync(Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        using var cut = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _gateway.StopAsync(cut.Token);
        await _gateway.DisposeAsync();
        _workplace.Dispose();
    }

    [Fact]
    public async Task An_invalid_edit_is_shown_error_by_error_until_it_is_fixed_and_takes_no_replica_out()
    {
        var before = await ReadyAsync();
        Write(""" "ShutdownDelay": "1 minute", "Services": { "shop": { "AppId": "wx1", "Token": "very secret", "MessagePath": "/wx" } } """);
        await Eventually.HoldsAsync(async () => Errors(await ReadyAsync()).Length > 0, "the errors were shown", Cancelled);

        var json = await ReadyAsync();

        Assert.Equal("degraded", json.GetProperty("status").GetString());
        Assert.Equal(Revision(before), Revision(json));
        Assert.Equal(
            [
                """{"file":"appsettings.json","path":"Gateway:ShutdownDelay","sentence":"must be a time from 00:00:00 to 00:00:20; it is 1 minute. Write it as 00:00:05."}""",
                """{"file":"appsettings.json","path":"Gateway:Services:shop:Token","sentence":"must be printable text without spaces. Copy it again from the WeChat console."}""",
            ],
            Errors(json));
        Assert.Equal($"The configuration offered last has 2 errors; '{Revision(before)}' stays in force.",
            Assert.Single(json.GetProperty("reasons").EnumerateArray()).GetString());

        Write(""" "ShutdownDelay": "00:00:01" """);
        await Eventually.HoldsAsync(
            async () => Revision(await ReadyAsync()) != Revision(before), "the fixed file was put in force", Cancelled);
        Assert.Empty(Errors(await ReadyAsync()));
        Assert.Equal("ready", (await ReadyAsync()).GetProperty("status").GetString());
        Assert.Equal(TimeSpan.FromSeconds(1), _gateway.Services.GetRequiredService<GatewaySettings>().Options.ShutdownDelay);
    }

    [Fact]
    public async Task What_waits_for_a_restart_is_logged_once_each_and_shown()
    {
        var port = FreePort.Next();
        Write($""" "Store": {JsonStore} """, urls: $"http://127.0.0.1:{port}", internalUrls: $"http://127.0.0.1:{FreePort.Next()}");
        await Eventually.HoldsAsync(async () => Warnings(await ReadyAsync()).Length > 0, "the warnings were shown", Cancelled);

        var json = await ReadyAsync();

        Assert.Equal("ready", json.GetProperty("status").GetString());
        Assert.Equal(
            ["Gateway:InternalUrls", "Gateway:Services", "Gateway:Store", "Gateway:Urls"],
            json.GetProperty("configuration").GetProperty("warnings").EnumerateArray().Select(
                warning => warning.GetProperty("path").GetString()).Order());
        Assert.Contains(
            $$"""{"file":"appsettings.json","path":"Gateway:Urls","sentence":"is http://127.0.0.1:{{port}}, but the gateway listens on http://127.0.0.1:0. Restart the gateway to have it listen there."}""",
            Warnings(json));
        Assert.Equal(3, _logs.Lines.Count(line => line.Contains("Restart the gateway", StringComparison.Ordinal)));
        Assert.Equal("Memory", json.GetProperty("store").GetProperty("kind").GetString());
        Assert.DoesNotContain("p4ss", json.GetRawText(), StringComparison.Ordinal);

        // It goes on listening where it did.
        using var answer = await Calls.SendAsync(new Uri(_gateway.Urls.First()), "/wx");
        Assert.Equal(404, (int)answer.StatusCode);
    }

    private void Write(string settings, string urls = "http://127.0.0.1:0", string internalUrls = "http://127.0.0.1:0")
        => _workplace.Write("appsettings.json", $$"""{ "Gateway": { "Urls": "{{urls}}", "InternalUrls": "{{internalUrls}}"{{(settings.Length > 0 ? "," : "")}} {{settings}} } }""");

    private async Task<JsonElement> ReadyAsync()
    {
        var (status, json) = await Calls.JsonAsync(
            new Uri(_gateway.Services.GetRequiredService<Listener>().InternalAddresses().First()), "/health/ready");
        Assert.Equal(200, status);
        return json;
    }

    private static string? Revision(JsonElement json) => json.GetProperty("configuration").GetProperty("revision").GetString();

    private static string[] Errors(JsonElement json) => Packed(json, "errors");

    private static string[] Warnings(JsonElement json)
        => Packed(json, "warnings").Where(warning => !warning.Contains("has no service", StringComparison.Ordinal)).ToArray();

    private static string[] Packed(JsonElement json, string name)
        => [.. json.GetProperty("configuration").GetProperty(name).EnumerateArray().Select(
            error => JsonSerializer.Serialize(error, Relaxed))];
}
