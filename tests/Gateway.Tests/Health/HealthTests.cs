using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Tests.Access;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Tests.Health;

/// <summary>What probes and people are told, over real sockets.</summary>
public sealed class HealthTests : IAsyncDisposable
{
    private const string Key = "a-key-that-nobody-may-see";
    private const string Bare = "{\n  \"status\": \"ready\"\n}\n";

    private TestRig? _rig;

    private TestRig Rig => _rig!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
        {
            await _rig.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/health/live")]
    public async Task A_process_that_answers_is_alive(string path)
    {
        await StartAsync(("InternalApiKeys:crm", InternalListenerTests.DigestOf(Key)));

        using var response = await Calls.SendAsync(Rig.Gateway.InternalAddress, path);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("OK", await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task On_the_public_listener_there_is_no_health(string path)
    {
        await StartAsync();

        using var response = await Calls.SendAsync(Rig.Gateway.Address, path);

        Assert.Equal(404, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_public_route_for_the_same_path_is_the_owners_own()
    {
        await using var site = await ScriptedBackend.StartAsync(Cancelled);
        site.Answers("""{"from":"the site"}""");
        await using var gateway = await RunningGateway.StartAsync(
            new()
            {
                ["ReverseProxy:Routes:site:ClusterId"] = "site",
                ["ReverseProxy:Routes:site:Match:Path"] = "/health/ready",
                ["ReverseProxy:Clusters:site:Destinations:one:Address"] = site.Address,
            },
            Cancelled);

        Assert.Equal("the site", (await Calls.JsonAsync(gateway.Address, "/health/ready")).Json.GetProperty("from").GetString());
        Assert.Equal("ready", (await Calls.JsonAsync(gateway.InternalAddress, "/health/ready")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_fresh_gateway_is_ready_and_says_so_in_an_order_that_stays()
    {
        await StartAsync();

        var (status, text) = await ReadyAsync();
        var json = JsonDocument.Parse(text).RootElement;

        Assert.Equal(200, status);
        Assert.Equal(["status", "reasons", "shuttingDown", "configuration", "store", "lateReplies", "services"],
            json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["wxcompatible", "wxecho", "wxeither", "wxjson", "wxplain", "wxsafe"],
            json.GetProperty("services").EnumerateObject().Select(service => service.Name));
        Assert.Equal("ready", json.GetProperty("status").GetString());
        Assert.Equal(0, json.GetProperty("reasons").GetArrayLength());
        Assert.False(json.GetProperty("shuttingDown").GetBoolean());
        var state = Rig.Gateway.Services.GetRequiredService<ConfigurationState>();
        Assert.Equal(state.Revision, json.GetProperty("configuration").GetProperty("revision").GetString());
        Assert.Equal(state.AppliedAt, json.GetProperty("configuration").GetProperty("appliedAt").GetDateTimeOffset());
        Assert.Equal("Memory", json.GetProperty("store").GetProperty("kind").GetString());
        Assert.True(json.GetProperty("store").GetProperty("available").GetBoolean());
        var plain = Service(json, TestRig.Plain);
        Assert.Equal("""{"state":"none needed yet"}""", Packed(plain.GetProperty("tokens").GetProperty("access_token")));
        Assert.Equal("""{"wxplain.message":{"available":1,"of":1}}""", Packed(plain.GetProperty("backends")));
        Assert.Equal("{}", Packed(Service(json, TestRig.Echo).GetProperty("backends")));
        Assert.Contains("\n  \"store\": {\n    \"kind\": \"Memory\",\n", text, StringComparison.Ordinal);
        Assert.Equal(0, Rig.WeChat.Calls.TokenRequests());
    }

    [Fact]
    public async Task Tokens_are_told_and_never_shown()
    {
        await StartAsync();
        Rig.Accounts[TestRig.Safe].AppSecret = "changed-at-wechat";
        await Calls.JsonAsync(Rig.Gateway.InternalAddress, "/tokens/wxsafe/access_token");
        var token = (await Calls.JsonAsync(Rig.Gateway.InternalAddress, "/tokens/wxplain/access_token")).Json.GetProperty(
            "access_token").GetString()!;
        await Calls.JsonAsync(Rig.Gateway.InternalAddress, "/tokens/wxplain/jsapi_ticket");

        var (status, text) = await ReadyAsync();
        var json = JsonDocument.Parse(text).RootElement;

        Assert.Equal(200, status);
        Assert.Equal("degraded", json.GetProperty("status").GetString());
        var held = Service(json, TestRig.Plain).GetProperty("tokens");
        Assert.Equal("held", held.GetProperty("access_token").GetProperty("state").GetString());
        Assert.InRange(held.GetProperty("access_token").GetProperty("secondsLeft").GetInt64(), 7100, 7200);
        Assert.Equal("held", held.GetProperty("jsapi_ticket").GetProperty("state").GetString());
        var failed = Service(json, TestRig.Safe).GetProperty("tokens").GetProperty("access_token");
        Assert.Equal("none", failed.GetProperty("state").GetString());
        Assert.Contains("AppSecret", failed.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.InRange(failed.GetProperty("nextTryInSeconds").GetInt64(), 1, 60);
        Assert.StartsWith("Service 'wxsafe' has no access_token: ", Assert.Single(json.GetProperty("reasons").EnumerateArray()).GetString(),
            StringComparison.Ordinal);
        Assert.All([token, "secret-wxplain", "secret-wxsafe", "token-wxplain", "abcdefghijklmnopqrstuvwxyz"], secret
            => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_without_a_secret_gets_no_token_and_is_well_all_the_same()
    {
        await StartAsync(($"Services:{TestRig.Plain}:AppSecret", ""));

        var json = JsonDocument.Parse((await ReadyAsync()).Text).RootElement;

        Assert.Equal("""{"state":"no AppSecret"}""", Packed(Service(json, TestRig.Plain).GetProperty("tokens").GetProperty("access_token")));
        Assert.Equal("ready", json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_dead_backend_degrades_its_service_and_takes_no_replica_out()
    {
        await StartAsync(
            ("Services:dead:AppId", "wxdead"),
            ("Services:dead:Token", "t"),
            ("Services:dead:MessagePath", "/dead"),
            ("Services:dead:MessageBackend:HealthCheck:Active:Enabled", "true"),
            ("Services:dead:MessageBackend:HealthCheck:Active:Interval", "00:00:00.2"),
            ("Services:dead:MessageBackend:HealthCheck:Active:Policy", "ConsecutiveFailures"),
            ("Services:dead:MessageBackend:HealthCheck:AvailableDestinationsPolicy", "HealthyAndUnknown"),
            ("Services:dead:MessageBackend:Destinations:one:Address", $"http://127.0.0.1:{FreePort.Next()}"));
        await Eventually.HoldsAsync(async () => (await ReadyAsync()).Text.Contains("\"degraded\"", StringComparison.Ordinal),
            "the backend was found dead", Cancelled);

        var (status, text) = await ReadyAsync();
        var json = JsonDocument.Parse(text).RootElement;

        Assert.Equal(200, status);
        Assert.Equal("""{"dead.message":{"available":0,"of":1}}""", Packed(Service(json, "dead").GetProperty("backends")));
        Assert.Equal("No destination of 'dead.message' takes calls, so service 'dead' fails.",
            Assert.Single(json.GetProperty("reasons").EnumerateArray()).GetString());
        Assert.Equal("""{"wxsafe.message":{"available":1,"of":1}}""", Packed(Service(json, TestRig.Safe).GetProperty("backends")));
    }

    [Fact]
    public async Task Late_replies_under_way_are_counted()
    {
        _rig = await TestRig.StartAsync(new HastenedTimeProvider(), Cancelled);
        var answer = new TaskCompletionSource();
        Rig.Backend.Script = async (_, context) =>
        {
            await answer.Task;
            await ScriptedBackend.WriteAsync(context, """{"msg":"late"}""");
        };
        await Rig.PastDeadlineAsync(Rig.PushAsync(TestRig.Plain, PushedMessage.Text("hi")));

        var json = JsonDocument.Parse((await ReadyAsync()).Text).RootElement;
        answer.SetResult();

        Assert.Equal(1, json.GetProperty("lateReplies").GetInt32());
        Assert.Equal(1, Service(json, TestRig.Plain).GetProperty("lateReplies").GetInt32());
        Assert.Equal(0, Service(json, TestRig.Safe).GetProperty("lateReplies").GetInt32());
        await Eventually.HoldsAsync(
            async () => (await ReadyAsync()).Text.Contains("\"lateReplies\": 0,", StringComparison.Ordinal), "it was delivered", Cancelled);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://0.0.0.0:0")]
    public async Task Where_keys_are_needed_probes_learn_the_status_and_nothing_else(string internalUrls)
    {
        await StartAsync(("InternalUrls", internalUrls), ("InternalApiKeys:crm", InternalListenerTests.DigestOf(Key)));

        Assert.Equal((200, Bare), await ReadyAsync());
        Assert.Equal((200, Bare), await ReadyAsync("wrong"));
        Assert.Contains("\"services\"", (await ReadyAsync(Key)).Text, StringComparison.Ordinal);
        using var neighbour = await Calls.SendAsync(InternalAddress(), "/health/nothing");
        Assert.Equal(401, (int)neighbour.StatusCode);
    }

    private async Task StartAsync(params (string Key, string Value)[] settings) => _rig = await TestRig.StartAsync(Cancelled, settings);

    private async Task<(int Status, string Text)> ReadyAsync(string? key = null)
    {
        using var response = await Calls.SendAsync(InternalAddress(), "/health/ready", key: key);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancelled));
    }

    private Uri InternalAddress() => new UriBuilder(Rig.Gateway.InternalAddress) { Host = "127.0.0.1" }.Uri;

    private static JsonElement Service(JsonElement json, string name) => json.GetProperty("services").GetProperty(name);

    private static string Packed(JsonElement json) => JsonSerializer.Serialize(json);
}
