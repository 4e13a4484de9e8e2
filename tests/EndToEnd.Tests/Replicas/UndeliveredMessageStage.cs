using System.Text.Json;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Replicas;

/// <summary>Two replicas over a Redis that keeps all on disk, and a backend that takes no message until it is back.</summary>
public abstract class UndeliveredMessageStage
{
    private protected ReturningBackend Backend { get; private set; } = null!;

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private protected async Task<Topology> StartAsync()
    {
        var topology = await Topology.StartAsync(2, Cancelled, durableRedis: true);
        Backend = new ReturningBackend(topology.Backend);
        return topology;
    }

    private protected static async Task<List<string>> PushAllAsync(Topology topology, int number)
    {
        var ids = new List<string>();
        for (var i = 0; i < number; i++)
        {
            ids.Add(await PushAsync(topology, i % 2, $"fails {i}"));
        }

        return ids;
    }

    private protected async Task<string> HangAsync(Topology topology)
    {
        var id = await PushAsync(topology, 0, ReturningBackend.Hang);
        Assert.True(Backend.HasHung(id));
        return id;
    }

    private static async Task<string> PushAsync(Topology topology, int replica, string text)
    {
        var message = NewMessage(text);
        var result = await topology.PushAsync(topology.Replicas[replica].Address, message);
        Assert.Equal("success", result.Reply?.Text);
        Assert.True(result.Last.Elapsed < TimeSpan.FromSeconds(4.8), $"It took {result.Last.Elapsed}.");
        return message.MsgId.ToString()!;
    }

    private protected static PushedMessage NewMessage(string text)
        => PushedMessage.Text(text).From(Topology.User) with { MsgId = Random.Shared.NextInt64(1L << 54, long.MaxValue) };

    /// <summary>Waits until the backend took all and nothing is kept that could come twice.</summary>
    private protected async Task AllAreTakenOnceAsync(Topology topology, string[] ids)
    {
        await Backend.TakesOnceAsync(ids, timeout: null, Cancelled);
        await UntilCountedAsync(
            topology, count => count == """{"waiting":0,"leased":0,"dead":0,"oldest":null}""", "nothing was kept any more");
        Assert.Equal(ids.Order(), Backend.Taken.Order());
    }

    private protected static int Number(string count, string of) => JsonDocument.Parse(count).RootElement.GetProperty(of).GetInt32();

    private protected static async Task UntilCountedAsync(Topology topology, Func<string, bool> isThat, string what)
    {
        using var client = new HttpClient();
        var count = new Uri(topology.Replicas[1].InternalAddress, $"/redelivery/{Topology.Shop}");
        await Eventually.HoldsAsync(async () => await client.GetAsync(count, Cancelled) is { IsSuccessStatusCode: true } answer
            && isThat(await answer.Content.ReadAsStringAsync(Cancelled)), what, Cancelled);
    }
}
