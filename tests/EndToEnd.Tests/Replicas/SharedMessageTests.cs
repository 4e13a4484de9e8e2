using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;

namespace WxYarpGateway.EndToEnd.Tests.Replicas;

/// <summary>A message reaches the backend once, whichever replicas its deliveries meet.</summary>
[Trait(Alone.Needs, Alone.Machine)]
public sealed class SharedMessageTests
{
    [Fact]
    public async Task A_retry_to_another_replica_waits_for_the_first_and_gets_the_same_reply()
    {
        await using var topology = await Topology.StartAsync(3, TestContext.Current.CancellationToken);
        topology.Backend.Script = async (_, context) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), context.RequestAborted);
            await ScriptedBackend.WriteAsync(context, """{"msg":"once"}""");
        };
        var message = PushedMessage.Text("hi").From(Topology.User) with { MsgId = 8_000_000_000_000_000_001 };

        var results = await Task.WhenAll(topology.Replicas.Select(replica => topology.PushAsync(replica.Address, message)));
        var after = await topology.PushAsync(topology.Replicas[2].Address, message);

        Assert.All(results, result => Assert.Equal("once", result.Reply?["Content"]));
        Assert.Equal("once", after.Reply?["Content"]);
        Assert.Single(topology.Backend.Calls);
    }

    [Fact]
    public async Task Two_services_with_the_same_user_and_message_id_never_share_a_reply()
    {
        await using var topology = await Topology.StartAsync(2, TestContext.Current.CancellationToken);
        topology.Backend.Script = (call, context) => ScriptedBackend.WriteAsync(context, $$"""{"msg":"for {{call.Headers["X-WeChat-AppId"]}}"}""");
        var message = PushedMessage.Text("hi").From(Topology.User) with { MsgId = 8_000_000_000_000_000_002 };

        foreach (var appId in new[] { Topology.Shop, Topology.Other })
        {
            foreach (var replica in topology.Replicas)
            {
                Assert.Equal("for " + appId, (await topology.PushAsync(replica.Address, message, appId: appId)).Reply?["Content"]);
            }
        }

        Assert.Equal(2, topology.Backend.Calls.Count);
    }
}
