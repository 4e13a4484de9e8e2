using WxYarpGateway.EndToEnd.Tests.Replicas;
using WxYarpGateway.Simulator;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Otlp;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.EndToEnd.Tests.Deadlines;

/// <summary>The first push of a process that has just started.</summary>
[Collection(nameof(Alone))]
[Trait(Alone.Needs, Alone.Machine)]
public sealed class ColdProcessTests(ITestOutputHelper output)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_push_is_held_to_the_deadline_even_while_all_cores_are_busy()
    {
        using var workplace = new Workplace();
        await using var backend = await ScriptedBackend.StartAsync(Cancelled);
        backend.Script = (_, context) => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        await using var machine = new BusyMachine(TimeSpan.FromSeconds(60));
        await using var gateway = await Replica.StartAsync(
            workplace, Configure(workplace, backend.Address, "http://127.0.0.1:1"), new Dictionary<string, string>(), Cancelled);

        var (answer, took) = ThreadedPush.Send(new Uri(gateway.Address, "/wx"), "the-token", "hang");

        output.WriteLine($"It took {took.TotalMilliseconds:0} ms.");
        Assert.Equal("success", answer);
        Assert.True(took < TimeSpan.FromSeconds(4.8), $"It took {took}.");
    }

    [Fact]
    public async Task Warming_up_asks_neither_WeChat_nor_a_backend_and_shows_in_no_metric_and_no_log()
    {
        using var workplace = new Workplace();
        await using var backend = await ScriptedBackend.StartAsync(Cancelled);
        await using var weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), Cancelled);
        await using var collector = await OtlpCollector.StartAsync(Cancelled);
        var file = Configure(workplace, backend.Address, weChat.Address.ToString());
        await using var gateway = await Replica.StartAsync(workplace, file, collector.Settings("grpc").ToDictionary(), Cancelled);

        Assert.Empty(backend.Calls);
        Assert.Equal(0, weChat.Calls.TokenRequests("wx1"));
        backend.Answers("""{"msg":"hello"}""");
        Assert.Contains("hello", ThreadedPush.Send(new Uri(gateway.Address, "/wx"), "the-token", "hi").Answer, StringComparison.Ordinal);

        // What is left is sent when it stops.
        await gateway.Process.TerminateAsync(Cancelled);

        Assert.Equal(1, collector.Metrics.Where(metric => metric.Name == "wxgateway.messages.pushes").Max(metric => metric.Value));
        Assert.All(collector.Metrics, metric => Assert.DoesNotContain(metric.Tags, tag => tag.Value is "prompt" or "slow"));
        Assert.DoesNotContain(collector.Logs, line => line.Text.Contains("'prompt'", StringComparison.Ordinal));
        Assert.Single(collector.Spans, span => span["wechat.outcome"].Length > 0);
        Assert.DoesNotContain("'prompt'", gateway.Process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("warn", gateway.Process.Output, StringComparison.Ordinal);
        Assert.Single(backend.Calls);
    }

    private static string Configure(Workplace workplace, string backend, string weChat) => workplace.Write("gateway.json", $$"""
        {
          "Gateway": {
            "WeChat": { "ApiUrl": "{{weChat}}" }, "ShutdownDelay": "00:00:00",
            "Services": { "shop": { "AppId": "wx1", "Token": "the-token", "MessagePath": "/wx", "MessageBackend": "{{backend}}", "UserInfo": { "Append": false } } }
          }
        }
        """);
}
