using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Redis;

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
        var third = await _rig.StartReplicaAsync();
        _rig.Put(PlatformRig.Mini, gateway: third);
        var (isGone, isTaken) = (new TaskCompletionSource(), new TaskCompletionSource<BackendCall>());
        _rig.Bot.Script = async (call, context) =>
        {
            if (call.Headers["X-WeChat-Attempt"] == "1")
            {
                context.Response.StatusCode = 503;
                return;
            }

            // Refusing these too would make the pauses between them longer, the slower the machine is.
            await isGone.Task.WaitAsync(context.RequestAborted);
            isTaken.TrySetResult(call);
        };
        await _rig.PushAsync(third, PlatformRig.Mini, PushedMessage.Text("hi"));

        // Not for as long as in production: its backend has not answered, so it would wait.
        using var cut = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await third.StopAsync(cut.Token);
        isGone.SetResult();

        var taken = await isTaken.Task.WaitAsync(TimeSpan.FromMinutes(5), Cancelled);
        Assert.Equal(PlatformRig.Mini, taken.Headers["X-WeChat-AppId"]);
        Assert.Empty(_rig.Main.Calls);
    }
}
