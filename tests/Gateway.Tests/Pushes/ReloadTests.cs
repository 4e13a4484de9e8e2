using System.Text.Json;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Pushes;

/// <summary>Edits of a running gateway's file.</summary>
public sealed class ReloadTests : IAsyncLifetime
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("wxgw-").FullName, "gateway.json");
    private WeChatSimulator _weChat = null!;
    private ScriptedBackend _old = null!;
    private ScriptedBackend _new = null!;
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        _old = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        _new = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        _old.Answers("""{"msg":"old"}""");
        _new.Answers("""{"msg":"new"}""");
        Write(("shop", "/wx", _old.Address));
        _gateway = await RunningGateway.StartAsync([], TestContext.Current.CancellationToken, _file);
        foreach (var name in new[] { "shop", "second" })
        {
            _weChat.AddAccount(new SimulatedAccount { AppId = "wx" + name, Token = "token-" + name });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _old.DisposeAsync();
        await _new.DisposeAsync();
        await _weChat.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
    }

    [Fact]
    public async Task No_push_is_dropped_while_services_come_change_and_go()
    {
        using var stop = new CancellationTokenSource();
        var pushers = Enumerable.Range(0, 4).Select(_ => PushUntilAsync(stop.Token)).ToArray();

        Write(("shop", "/wx", _new.Address));
        await AnswersAsync("/wx", "shop", "new");
        Write(("shop", "/wx", _new.Address), ("second", "/wx2", _old.Address));
        await AnswersAsync("/wx2", "second", "old");
        File.WriteAllText(_file, "{ \"Gateway\": { \"Services\": { \"shop\": { \"AppId\": \"\" } } } }");
        Write(("shop", "/wx", _old.Address));
        await AnswersAsync("/wx", "shop", "old");
        await Eventually.HoldsAsync(
            async () => await StatusOfAsync("/wx2", "second") == 404, "the second service was gone", TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        var results = (await Task.WhenAll(pushers)).SelectMany(pusher => pusher).ToList();
        Assert.True(results.Count > 100, $"{results.Count} pushes are no load.");
        Assert.All(results, result => Assert.True(result.Reply?["Content"] is "old" or "new", result.Last.Problem ?? result.Last.Body));
    }

    /// <summary>A path that begins with another service's is its own, with its own token; go-wx-gateway mixed them up.</summary>
    [Fact]
    public async Task A_path_that_begins_with_anothers_belongs_to_its_own_service()
    {
        Write(("shop", "/wx", _old.Address), ("second", "/wx2", _new.Address));
        await AnswersAsync("/wx2", "second", "new");

        Assert.Equal(403, await StatusOfAsync("/wx2", "shop"));
        Assert.Equal(200, await StatusOfAsync("/wx", "shop"));
    }

    private async Task<List<PushResult>> PushUntilAsync(CancellationToken stop)
    {
        var results = new List<PushResult>();
        while (!stop.IsCancellationRequested)
        {
            results.Add(await PushAsync("/wx", "shop"));
        }

        return results;
    }

    private Task AnswersAsync(string path, string name, string content)
        => Eventually.HoldsAsync(async () => (await PushAsync(path, name)).Reply?["Content"] == content, $"{path} answered '{content}'",
            TestContext.Current.CancellationToken);

    private async Task<int?> StatusOfAsync(string path, string name) => (await PushAsync(path, name)).Last.Status;

    private Task<PushResult> PushAsync(string path, string name)
        => _weChat.PushAsync("wx" + name, PushedMessage.Text("hi"), new PushOptions { Url = new Uri(_gateway.Address, path) },
            TestContext.Current.CancellationToken);

    private void Write(params (string Name, string Path, string Backend)[] services)
    {
        var json = JsonSerializer.Serialize(new
        {
            Gateway = new
            {
                Services = services.ToDictionary(
                    service => service.Name,
                    service => new
                    {
                        AppId = "wx" + service.Name,
                        Token = "token-" + service.Name,
                        MessagePath = service.Path,
                        MessageBackend = service.Backend,
                        UserInfo = new { Append = false }
                    }),
            },
        });
        File.WriteAllText(_file, json);
    }
}
