using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Platforms;

/// <summary>Two replicas over one Redis serve a platform: to WeChat and to its backends they are one.</summary>
public sealed class PlatformReplicaTests(SharedRedis redis) : IAsyncLifetime
{
    private PlatformRig _rig = null!;
    private RunningGateway _second = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _rig = await PlatformRig.StartAsync(
            ("Store:Kind", "Redis"),
            ("Store:Redis", redis.ConnectionString),
            ("Store:KeyPrefix", SharedRedis.NewPrefix()),
            ($"Services:saas:Authorizers:{PlatformRig.Mini}:MessageBackend", "bot"));
        _second = await _rig.StartReplicaAsync();
        foreach (var gateway in new[] { _rig.Gateway, _second })
        {
            _rig.Put(PlatformRig.Shop, gateway: gateway);
            _rig.Put(PlatformRig.Mini, gateway: gateway);
        }
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_retry_to_the_other_replica_is_one_backend_call_and_the_same_reply()
    {
        _rig.Main.Answers("""{"msg":"once"}""");
        var message = PushedMessage.Text("hi");

        var first = await _rig.PushAsync(_rig.Gateway, PlatformRig.Shop, message);
        var second = await _rig.PushAsync(_second, PlatformRig.Shop, message);

        Assert.Equal(["once", "once"], new[] { first, second }.Select(result => result.Reply?["Content"]));
        Assert.Single(_rig.Main.Calls);
    }

    [Fact]
    public async Task What_a_replica_that_is_gone_has_kept_reaches_the_authorizers_backend_from_the_other_one()
    {
        _rig.Bot.Script = (_, context) =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        var third = await _rig.StartReplicaAsync();
        _rig.Put(PlatformRig.Mini, gateway: third);
        await _rig.PushAsync(third, PlatformRig.Mini, PushedMessage.Text("hi"));

        // Not for as long as in production: with each try that the backend refuses meanwhile, the next one is later.
        using var cut = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await third.StopAsync(cut.Token);
        var before = _rig.Bot.Calls.Count;
        _rig.Bot.Answers("{}");

        await Eventually.HoldsAsync(() => _rig.Bot.Calls.Count > before, "another replica delivered the message", Cancelled);
        Assert.Equal(PlatformRig.Mini, _rig.Bot.Calls[^1].Headers["X-WeChat-AppId"]);
        Assert.Empty(_rig.Main.Calls);
    }
}
