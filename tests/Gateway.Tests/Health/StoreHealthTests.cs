using System.Diagnostics;
using System.Text.Json;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Health;

/// <summary>What is told while Redis comes and goes.</summary>
public sealed class StoreHealthTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(400);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gateway_without_its_redis_is_degraded_but_ready_and_answers_at_once()
    {
        await using var redis = await RedisServer.StartAsync(Cancelled);
        await using var rig = await TestRig.StartAsync(Cancelled, ("Store:Kind", "Redis"), ("Store:Redis", redis.ConnectionString));
        rig.Backend.Answers("""{"msg":"hello"}""");
        await UntilAsync(rig, isAvailable: true);

        await redis.FreezeAsync();
        await UntilAsync(rig, isAvailable: false);
        var (status, json, took) = await ReadyAsync(rig);

        Assert.Equal((200, "degraded"), (status, json.GetProperty("status").GetString()));
        Assert.Equal("The store does not answer. Pushes and tokens are served without it.",
            Assert.Single(json.GetProperty("reasons").EnumerateArray()).GetString());
        Assert.InRange(took, TimeSpan.Zero, AtOnce);
        Assert.Equal("hello", (await rig.PushAsync(TestRig.Plain, PushedMessage.Text("hi"))).Reply?["Content"]);

        // Nobody but the probe asks any more.
        await redis.ThawAsync();
        await UntilAsync(rig, isAvailable: true);
        Assert.Equal("ready", (await ReadyAsync(rig)).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_gateway_that_never_reached_its_redis_is_degraded_but_ready()
    {
        await using var rig = await TestRig.StartAsync(
            Cancelled, ("Store:Kind", "Redis"), ("Store:Redis", $"127.0.0.1:{FreePort.Next()},password=nobody-may-see-it"));

        var (status, json, took) = await ReadyAsync(rig);

        Assert.Equal((200, "degraded"), (status, json.GetProperty("status").GetString()));
        Assert.Equal("The store has not answered yet. Pushes are served without it.",
            Assert.Single(json.GetProperty("reasons").EnumerateArray()).GetString());
        Assert.InRange(took, TimeSpan.Zero, AtOnce);
        Assert.DoesNotContain("nobody-may-see-it", json.GetRawText(), StringComparison.Ordinal);
        await Eventually.HoldsAsync(
            async () => (await ReadyAsync(rig)).Json.GetProperty("store").TryGetProperty("error", out var why)
                && why.GetString() == "the connection is refused: nobody listens at that port",
            "the reason was told",
            Cancelled);
    }

    private static Task UntilAsync(TestRig rig, bool isAvailable) => Eventually.HoldsAsync(
        async () => (await ReadyAsync(rig)).Json.GetProperty("store").GetProperty("available").GetBoolean() == isAvailable,
        isAvailable ? "the store was found" : "the store was missed",
        Cancelled);

    private static async Task<(int Status, JsonElement Json, TimeSpan Took)> ReadyAsync(TestRig rig)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var (status, json) = await Calls.JsonAsync(rig.Gateway.InternalAddress, "/health/ready");
        return (status, json, Stopwatch.GetElapsedTime(startedAt));
    }
}
