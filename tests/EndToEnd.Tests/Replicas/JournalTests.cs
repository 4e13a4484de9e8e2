using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests.Replicas;

/// <summary>A replica is killed while Redis is away. Its journal has the messages for which WeChat was told <c>success</c>.</summary>
public sealed class JournalTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("wxgateway-data-").FullName;
    private ReturningBackend _backend = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Journal => Path.Combine(_data, "redelivery-0.journal");

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_replica_killed_while_Redis_is_away_delivers_after_its_restart_what_it_had(bool isFrozen)
    {
        await using var topology = await StartAsync();
        await (isFrozen ? topology.Redis.FreezeAsync() : topology.Redis.StopAsync());
        var failed = await PushAsync(topology, "fails");
        var hung = await PushAsync(topology, ReturningBackend.Hang);
        Assert.NotEqual(0, new FileInfo(Journal).Length);
        await topology.Replicas[0].Process.KillAsync(Cancelled);

        await (isFrozen ? topology.Redis.ThawAsync() : topology.Redis.RunAsync(Cancelled));
        _backend.ComeBack();
        await topology.RestartAsync(0, Cancelled);

        await AreTakenOnceAsync(failed, hung);
        await Eventually.HoldsAsync(() => new FileInfo(Journal).Length == 0, "the journal is empty", Cancelled);
    }

    [Fact]
    public async Task It_does_so_while_Redis_stays_away()
    {
        await using var topology = await StartAsync();
        await topology.Redis.StopAsync();
        var failed = await PushAsync(topology, "fails");
        await topology.Replicas[0].Process.KillAsync(Cancelled);

        _backend.ComeBack();
        await topology.RestartAsync(0, Cancelled);

        await AreTakenOnceAsync(failed);
    }

    [Fact]
    public async Task Another_replica_delivers_what_an_operator_imports()
    {
        await using var topology = await StartAsync();
        await topology.Redis.StopAsync();
        var failed = await PushAsync(topology, "fails");
        await topology.Replicas[0].Process.KillAsync(Cancelled);
        await topology.Redis.RunAsync(Cancelled);
        _backend.ComeBack();

        for (var time = 0; time < 2; time++)
        {
            await using var import = Executable.Start(
                "Gateway", _data, new Dictionary<string, string> { ["GATEWAY_CONFIG"] = topology.ConfigurationFile }, "redelivery",
                    "import", Journal);
            await import.ExitAsync(Cancelled);
            Assert.True(import.ExitCode == 0, import.Output);
            Assert.Contains(time == 0 ? "messages imported: 1;" : "not readable: 0", import.Output, StringComparison.Ordinal);
            await AreTakenOnceAsync(failed);
        }
    }

    private async Task<Topology> StartAsync()
    {
        var topology = await Topology.StartAsync(2, Cancelled, durableRedis: true, dataFolderOfFirst: _data);
        _backend = new ReturningBackend(topology.Backend);
        Assert.Equal(0, new FileInfo(Journal).Length);
        return topology;
    }

    private static async Task<string> PushAsync(Topology topology, string text)
    {
        var message = PushedMessage.Text(text).From(Topology.User) with { MsgId = Random.Shared.NextInt64(1L << 54, long.MaxValue) };
        var result = await topology.PushAsync(topology.Replicas[0].Address, message, new PushOptions { MaxDeliveries = 1 });
        Assert.Equal("success", result.Reply?.Text);
        return message.MsgId.ToString()!;
    }

    private Task AreTakenOnceAsync(params string[] ids) => _backend.TakesOnceAsync(ids, TimeSpan.FromMinutes(1), Cancelled);
}
