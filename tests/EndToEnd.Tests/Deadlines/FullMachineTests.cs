using System.Collections.Concurrent;
using WxYarpGateway.EndToEnd.Tests.Replicas;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.EndToEnd.Tests.Deadlines;

/// <summary>The deadline while all cores are busy with other work.</summary>
[Collection(nameof(Alone))]
[Trait(Alone.Needs, Alone.Machine)]
public sealed class FullMachineTests(ITestOutputHelper output)
{
    private const int Pushes = 40;

    [Fact]
    public async Task No_push_is_answered_later_than_WeChat_waits_while_all_cores_are_busy()
    {
        using var workplace = new Workplace();
        await using var backend = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        backend.Script = (call, context) => call.Text.Contains("hang", StringComparison.Ordinal)
            ? Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted)
            : ScriptedBackend.WriteAsync(context, """{"msg":"hello"}""");
        var file = workplace.Write("gateway.json", $$"""
            { "Gateway": { "Services": { "shop": { "AppId": "wx1", "Token": "the-token", "MessagePath": "/wx", "MessageBackend": "{{backend.Address}}", "UserInfo": { "Append": false } } } } }
            """);
        await using var gateway = await Replica.StartAsync(
            workplace, file, new Dictionary<string, string>(), TestContext.Current.CancellationToken);
        var url = new Uri(gateway.Address, "/wx");
        var answers = new ConcurrentBag<(string Answer, TimeSpan Took)>();
        await using var machine = new BusyMachine(TimeSpan.FromSeconds(20));

        // New ones come all the time, as on a machine that has too much to do.
        var threads = Enumerable.Range(0, Pushes).Select(
            number => new Thread(() => answers.Add(ThreadedPush.Send(url, "the-token", $"hang {number}")))).ToList();
        foreach (var thread in threads)
        {
            thread.Start();
            await Task.Delay(TimeSpan.FromMilliseconds(40), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        threads.ForEach(thread => thread.Join());

        var slowest = answers.Max(answer => answer.Took);
        output.WriteLine($"The slowest of {answers.Count} took {slowest.TotalMilliseconds:0} ms; still busy: {machine.IsBusy}.");
        Assert.Equal(Pushes, answers.Count);
        Assert.All(answers, answer => Assert.Equal("success", answer.Answer));
        Assert.True(slowest < TimeSpan.FromSeconds(4.8), $"It took {slowest}.");
        Assert.True(machine.IsBusy, "The machine was busy all the time.");
    }
}
