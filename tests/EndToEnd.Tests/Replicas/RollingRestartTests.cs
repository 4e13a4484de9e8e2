using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Replicas;

/// <summary>A roll-out at noon: one replica after the other, behind nginx, under load.</summary>
public sealed class RollingRestartTests(ITestOutputHelper output)
{
    [Fact]
    public async Task No_push_fails_and_late_replies_are_delivered()
    {
        await using var topology = await Topology.StartAsync(3, TestContext.Current.CancellationToken, withNginx: true);
        topology.Backend.Script = async (call, context) =>
        {
            if (call.Text.Contains("slow", StringComparison.Ordinal))
            {
                await Task.Delay(TimeSpan.FromSeconds(6), context.RequestAborted);
            }

            await ScriptedBackend.WriteAsync(context, """{"msg":"hello"}""");
        };
        var slow = topology.PushAsync(topology.Replicas[0].Address, PushedMessage.Text("slow").From(Topology.User));
        var load = Load.Start(4, _ => topology.PushAsync(topology.Nginx!.Address, options: new PushOptions { MaxDeliveries = 1 }));
        await Eventually.HoldsAsync(() => load.Count > 50, "the load was on", TestContext.Current.CancellationToken);

        // WeChat has its "success" for the slow one; its reply is still to come when the first replica is told to stop.
        Assert.Equal("success", (await slow).Reply?.Text);
        for (var index = 0; index < topology.Replicas.Count; index++)
        {
            await topology.Replicas[index].Process.TerminateAsync(TestContext.Current.CancellationToken);
            Assert.True(topology.Replicas[index].Process.ExitCode == 0, topology.Replicas[index].Process.Output);
            await topology.RestartAsync(index, TestContext.Current.CancellationToken);
        }

        var results = await load.StopAsync();

        Assert.Equal("hello", Assert.Single(topology.WeChat.SentMessages.All).Text);
        output.WriteLine(
            $"{results.Count} pushes during the restart of three replicas; the slowest took " +
                $"{results.Max(result => result.Last.Elapsed).TotalMilliseconds:0} ms.");
        Assert.All(results, result
            => Assert.True(result.Reply?["Content"] == "hello", $"{result.Last.Status} {result.Last.Body} {result.Last.Problem}"));
    }
}
