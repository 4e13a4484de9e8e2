using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Gateway.Tests.Platforms;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Overview;

/// <summary>What the last minutes brought to a platform, pushed over real sockets.</summary>
public sealed class MinutesTests
{
    private readonly ShiftedTimeProvider _clock = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_accounts_of_a_platform_are_summed_and_the_last_whole_minute_is_in_the_overview()
    {
        await using var rig = await PlatformRig.StartAsync(services => services.AddSingleton<TimeProvider>(_clock));
        rig.Put(PlatformRig.Shop);
        rig.Put(PlatformRig.Mini);
        rig.Main.Answers("""{"msg":"hello"}""");
        var before = await PushesAsync(rig.Gateway);
        await rig.PushAsync(PlatformRig.Shop, PushedMessage.Text("one"));
        await rig.PushAsync(PlatformRig.Mini, PushedMessage.Text("two"));
        using var forged = await Calls.Client.PostAsync(
            new Uri($"{PlatformRig.UrlOf(rig.Gateway, PlatformRig.Shop)}?signature=x&timestamp=1&nonce=2"), new StringContent("<xml/>"), Cancelled);

        _clock.Advance(TimeSpan.FromMinutes(1));
        var service = (await Calls.JsonAsync(rig.Gateway.InternalAddress, "/overview")).Json.GetProperty("services")[0];

        Assert.Equal(0, before);
        Assert.Equal(403, (int)forged.StatusCode);
        Assert.True(await PushesAsync(rig.Gateway) >= 3);
        Assert.Equal(("saas", "Platform"), (service.GetProperty("name").GetString(), service.GetProperty("kind").GetString()));
        Assert.True(service.GetProperty("minutes").TryGetProperty("p95_ms", out _));
        var outcomes = await OutcomesAsync(rig.Gateway, "SAAS");
        Assert.Equal((2, 1), (outcomes["Replied"], outcomes["Forged"]));
    }

    [Fact]
    public async Task Latencies_are_those_of_the_pushes()
    {
        await using var rig = await PlatformRig.StartAsync(services => services.AddSingleton<TimeProvider>(_clock));
        rig.Put(PlatformRig.Shop);
        rig.Main.Script = async (_, context) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(150), TimeProvider.System, Cancelled);
            await ScriptedBackend.WriteAsync(context, """{"msg":"slow"}""");
        };
        await rig.PushAsync(PlatformRig.Shop, PushedMessage.Text("one"));
        _clock.Advance(TimeSpan.FromMinutes(1));

        var minutes = (await Calls.JsonAsync(rig.Gateway.InternalAddress, "/overview/saas/minutes?count=3")).Json.GetProperty("minutes");

        var minute = minutes.EnumerateArray().Single(one => one.GetProperty("outcomes").TryGetProperty("Replied", out _));
        Assert.InRange(minute.GetProperty("p99_ms").GetDouble(), 140, 5000);
        Assert.Equal(0, minute.GetProperty("missed_deadlines").GetInt64());
    }

    private static async Task<long> PushesAsync(RunningGateway gateway) => (await OutcomesAsync(gateway, "saas")).Values.Sum();

    private static async Task<Dictionary<string, long>> OutcomesAsync(RunningGateway gateway, string service)
    {
        var (status, json) = await Calls.JsonAsync(gateway.InternalAddress, $"/overview/{service}/minutes?count=10");
        Assert.Equal(200, status);
        return json.GetProperty("minutes").EnumerateArray()
            .SelectMany(minute => minute.GetProperty("outcomes").EnumerateObject())
            .GroupBy(outcome => outcome.Name)
            .ToDictionary(outcome => outcome.Key, outcome => outcome.Sum(one => one.Value.GetInt64()));
    }
}
