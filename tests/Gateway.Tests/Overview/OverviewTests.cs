using System.Text.Json;
using WxYarpGateway.Gateway.Tests.Access;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Gateway.Tests.Overview;

/// <summary>What a replica tells of itself and its services.</summary>
public sealed class OverviewTests : IAsyncLifetime
{
    private TestRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _rig = await TestRig.StartAsync(
        Cancelled,
        ("InternalApiKeys:all", InternalListenerTests.DigestOf("all")),
        ("InternalApiKeys:old:Hash", InternalListenerTests.DigestOf("old")),
        ("InternalApiKeys:old:Scopes:0", "api"),
        ("InternalApiKeys:shop:Hash", InternalListenerTests.DigestOf("shop")),
        ("InternalApiKeys:shop:Scopes:0", "overview:read"),
        ("InternalApiKeys:shop:Services:0", TestRig.Plain));

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task It_tells_of_the_replica_the_store_and_each_service()
    {
        var (status, json) = await AskAsync("/overview", "all");

        Assert.Equal(200, status);
        var replica = json.GetProperty("replica");
        Assert.Equal($"{Environment.MachineName}:{Environment.ProcessId}", replica.GetProperty("name").GetString());
        Assert.Equal(12, replica.GetProperty("revision").GetString()!.Length);
        Assert.True(replica.GetProperty("started_at").GetDateTimeOffset() <= replica.GetProperty("configured_at").GetDateTimeOffset());
        Assert.Equal("""{"kind":"Memory","state":"healthy","sentence":null}""", json.GetProperty("store").GetRawText());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("database").ValueKind);
        Assert.Equal(6, json.GetProperty("services").GetArrayLength());
        var service = json.GetProperty("services").EnumerateArray().Single(one => one.GetProperty("name").GetString() == TestRig.Safe);
        Assert.Equal("OfficialAccount", service.GetProperty("kind").GetString());
        Assert.Equal(TestRig.Safe, service.GetProperty("appid").GetString());
        Assert.Equal("/" + TestRig.Safe, service.GetProperty("message_path").GetString());
        Assert.Contains("encryption", service.GetProperty("features").EnumerateArray().Select(feature => feature.GetString()));
    }

    [Fact]
    public async Task A_token_shows_its_age_and_never_itself()
    {
        var (_, told) = await Calls.JsonAsync(_rig.Gateway.InternalAddress, $"/tokens/{TestRig.Safe}/access_token", key: "all");

        var (_, json) = await AskAsync("/overview", "all");

        var token = json.GetProperty("services").EnumerateArray().Single(one => one.GetProperty("name").GetString() == TestRig.Safe)
            .GetProperty("tokens").EnumerateArray().Single();
        Assert.Equal("access_token", token.GetProperty("kind").GetString());
        Assert.InRange(token.GetProperty("age_seconds").GetInt64(), 0, 60);
        Assert.InRange(token.GetProperty("expires_in").GetInt64(), 7000, 7200);
        Assert.DoesNotContain(told.GetProperty("access_token").GetString()!, json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_for_some_services_sees_these_alone()
    {
        var (status, json) = await AskAsync("/overview", "shop");

        Assert.Equal(200, status);
        Assert.Equal(TestRig.Plain, Assert.Single(json.GetProperty("services").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(200, (await AskAsync($"/overview/{TestRig.Plain}/minutes", "shop")).Status);
        Assert.Equal(403, (await AskAsync($"/overview/{TestRig.Safe}/minutes", "shop")).Status);
    }

    [Theory]
    [InlineData("/overview")]
    [InlineData("/overview/wxsafe/minutes")]
    public async Task A_wrong_key_and_one_without_the_scope_open_nothing(string path)
    {
        Assert.Equal(401, (await AskAsync(path, "wrong")).Status);
        Assert.Equal(403, (await AskAsync(path, "old")).Status);
    }

    [Theory]
    [InlineData("nothing", 404)]
    [InlineData("%2e%2e", 404)]
    [InlineData("a%2Fb", 404)]
    [InlineData("%00", 400)]
    [InlineData("你好", 404)]
    [InlineData("%22%3Cscript%3E", 404)]
    public async Task A_service_that_is_not_there_has_no_minutes(string name, int status)
    {
        using var answer = await Calls.SendAsync(_rig.Gateway.InternalAddress, $"/overview/{name}/minutes", key: "all");

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.DoesNotContain("script", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_changed_by_other_methods()
    {
        using var answer = await Calls.SendAsync(_rig.Gateway.InternalAddress, "/overview", HttpMethod.Post, key: "all");

        Assert.Equal(405, (int)answer.StatusCode);
        Assert.Equal("GET", Assert.Single(answer.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("181")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    public async Task More_minutes_than_there_are_cannot_be_asked_for(string count)
    {
        var (status, json) = await AskAsync($"/overview/{TestRig.Safe}/minutes?count={count}", "all");

        Assert.Equal(400, status);
        Assert.Equal("count", json.GetProperty("errors")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task Minutes_without_pushes_are_zeros_and_follow_each_other()
    {
        await _rig.PushAsync(TestRig.Safe, PushedMessage.Text("now"));

        var (_, json) = await AskAsync($"/overview/{TestRig.Plain}/minutes?count=180", "all");

        var minutes = json.GetProperty("minutes").EnumerateArray().ToArray();
        Assert.Equal(180, minutes.Length);
        Assert.All(minutes, minute => Assert.Equal(0, minute.GetProperty("pushes").GetInt64()));
        Assert.Equal(
            TimeSpan.FromMinutes(179),
            minutes[^1].GetProperty("at").GetDateTimeOffset() - minutes[0].GetProperty("at").GetDateTimeOffset());
        Assert.Equal(
            """{"pushes":0,"outcomes":{},"p50_ms":0,"p95_ms":0,"p99_ms":0,"missed_deadlines":0}""",
            string.Concat("{", minutes[0].GetRawText().AsSpan(minutes[0].GetRawText().IndexOf("\"pushes\"", StringComparison.Ordinal)))
                .Replace($",\"at\":\"{minutes[0].GetProperty("at").GetString()}\"", "", StringComparison.Ordinal));
    }

    private async Task<(int Status, JsonElement Json)> AskAsync(string path, string key)
        => await Calls.JsonAsync(_rig.Gateway.InternalAddress, path, key: key);
}
