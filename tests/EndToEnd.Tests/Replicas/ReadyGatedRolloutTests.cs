using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Replicas;

/// <summary>
/// A roll-out behind a load balancer that never tries another replica: only readiness and the delay keep pushes from being lost.
/// </summary>
public sealed class ReadyGatedRolloutTests(ITestOutputHelper output)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_push_is_lost_and_late_replies_are_delivered()
    {
        await using var topology = await Topology.StartAsync(3, Cancelled, shutdownDelay: TimeSpan.FromSeconds(3));
        topology.Backend.Script = async (call, context) =>
        {
            if (call.Text.Contains("slow", StringComparison.Ordinal))
            {
                // Longer than WeChat waits and than the delay lasts: the reply comes while the gateway drains.
                await Task.Delay(TimeSpan.FromSeconds(9), context.RequestAborted);
            }

            await ScriptedBackend.WriteAsync(context, """{"msg":"hello"}""");
        };
        await using var gate = new ReadyGate(() => [.. topology.Replicas]);
        await Eventually.HoldsAsync(() => gate.Ready.Count == 3, "all were ready", Cancelled);
        var slow = topology.PushAsync(topology.Replicas[0].Address, PushedMessage.Text("slow").From(Topology.User));
        var load = Load.Start(4, _ => topology.PushAsync(gate.Next(), options: new PushOptions { MaxDeliveries = 1 }));
        Assert.Equal("success", (await slow).Reply?.Text);

        for (var index = 0; index < topology.Replicas.Count; index++)
        {
            await topology.Replicas[index].Process.TerminateAsync(Cancelled);
            Assert.True(topology.Replicas[index].Process.ExitCode == 0, topology.Replicas[index].Process.Output);
            await topology.RestartAsync(index, Cancelled);
            await Eventually.HoldsAsync(() => gate.Ready.Count == 3, "the new one was ready", Cancelled);
        }

        var results = await load.StopAsync();

        Assert.Equal("hello", Assert.Single(topology.WeChat.SentMessages.All).Text);
        output.WriteLine(
            $"{results.Count} pushes during the roll-out; the slowest took " +
                $"{results.Max(result => result.Last.Elapsed).TotalMilliseconds:0} ms.");
        Assert.True(results.Count > 300, $"{results.Count} pushes are no load.");
        Assert.All(results, result
            => Assert.True(result.Reply?["Content"] == "hello", $"{result.Last.Status} {result.Last.Body} {result.Last.Problem}"));
    }
}
