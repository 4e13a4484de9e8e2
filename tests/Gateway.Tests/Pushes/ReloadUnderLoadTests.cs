using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Pushes;

/// <summary>A file that is edited twenty times at noon, twice wrongly, while WeChat pushes.</summary>
public sealed class ReloadUnderLoadTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Pushes = 5_000;
    private const int Hands = 6;
    private const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private const string NextAesKey = "GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba";

    // Enough to have pushes under way at every moment of every edit, and little enough to leave tests beside this one their time.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(12);

    private readonly EditedFile _file = new();
    private readonly ConcurrentQueue<PushResult> _pushed = [];
    private readonly ConcurrentQueue<string> _proxied = [];
    private WeChatSimulator _weChat = null!;
    private ScriptedBackend _old = null!;
    private ScriptedBackend _new = null!;
    private RunningGateway _gateway = null!;
    private Action _afterEdit = () => { };
    private volatile bool _isOver;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), Cancelled);
        _old = await ScriptedBackend.StartAsync(Cancelled);
        _new = await ScriptedBackend.StartAsync(Cancelled);
        _old.Answers("""{"msg":"old"}""");
        _new.Answers("""{"msg":"new"}""");
        _file.AddService("shop", _old.Address);
        _file.AddService("safe", _old.Address, AesKey);
        _file.SetRoute("site", _old.Address);
        _file.Save();
        _gateway = await RunningGateway.StartAsync([], Cancelled, _file.FullName);
        foreach (var name in new[] { "shop", "safe", "second" })
        {
            OpenAccount(name, "token-" + name, name == "safe" ? AesKey : null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _old.DisposeAsync();
        await _new.DisposeAsync();
        await _weChat.DisposeAsync();
        _file.Dispose();
    }

    [Fact]
    public async Task Every_push_is_answered_rightly_and_the_last_right_file_is_in_force()
    {
        var load = Task.WhenAll(Enumerable.Range(0, Hands).Select(hand => Task.Run(() => LoadAsync(hand), Cancelled)));
        var edits = 0;
        foreach (var edit in Edits())
        {
            await edit();
            edits++;
        }

        await Eventually.HoldsAsync(() => _pushed.Count >= Pushes || load.IsFaulted, $"there were {Pushes} pushes", Cancelled);
        _isOver = true;
        await load;

        output.WriteLine(
            $"{_pushed.Count} pushes and {_proxied.Count} requests during {edits} edits; the slowest push took " +
                $"{_pushed.Max(push => push.Last.Elapsed).TotalMilliseconds:0} ms.");
        Assert.Equal(20, edits);
        Assert.All(_pushed, push
            => Assert.True(push.Reply?["Content"] is "old" or "new", $"{push.Last.Status} {push.Last.Problem} {push.Last.Body}"));
        Assert.All(_proxied, answer => Assert.True(answer is """{"msg":"old"}""" or """{"msg":"new"}""", answer));

        var json = await ReadyAsync();
        Assert.Equal("ready", json.GetProperty("status").GetString());
        Assert.Equal(["safe", "shop", "third"], json.GetProperty("services").EnumerateObject().Select(service => service.Name));
        Assert.Equal("new", (await PushAsync("shop")).Reply?["Content"]);
        Assert.Equal("new", (await PushAsync("safe")).Reply?["Content"]);
        Assert.Equal(404, (await PushAsync("second")).Last.Status);
        Assert.Equal("""{"msg":"new"}""", await ProxyAsync("site"));
        Assert.StartsWith("404", await ProxyAsync("extra"), StringComparison.Ordinal);
    }

    private IEnumerable<Func<Task>> Edits()
    {
        yield return () => EditAsync(() => _file.AddService("second", _old.Address));
        yield return () => EditAsync(() => _file.Service("shop")["MessageBackend"] = _new.Address);
        yield return () => EditAsync(() => _file.SetRoute("extra", _old.Address));
        yield return () => EditAsync(() => Rotate("shop", "Token", "the-next-token"));
        yield return () => FailAsync(_file.SaveHalf, "gateway.json", "is not valid JSON");
        yield return () => EditAsync(() => _file.Service("second")["MessageBackend"] = _new.Address);
        yield return () => EditAsync(() => _file.SetApiKey("first"));
        yield return () => EditAsync(() => Rotate("safe", "EncodingAesKey", NextAesKey));
        yield return () => EditAsync(() => _file.SetRoute("site", _new.Address));
        yield return () => EditAsync(() => _file.RemoveService("second"));
        yield return () => EditAsync(() => _file.Service("shop")["MessageBackend"] = new JsonArray(_old.Address, _new.Address));
        yield return () => FailAsync(
            () =>
            {
                _file.Service("shop")["MessageBackend"] = "nowhere";
                _file.Save();
            },
            "gateway.json",
            "must be an absolute http or https address");
        yield return () => EditAsync(() => _file.Service("shop")["MessageBackend"] = _old.Address);
        yield return () => EditAsync(() => _file.SetApiKey("second"));
        yield return ()
            => EditAsync(() => _file.SetRoute("extra", _new.Address, new JsonArray(new JsonObject { ["PathSet"] = "/elsewhere" })));
        yield return () => EditAsync(() => _file.AddService("third", _old.Address));
        yield return () => EditAsync(() => _file.Service("safe")["MessageBackend"] = _new.Address);
        yield return () => EditAsync(() => _file.SetApiKey(null));
        yield return () => EditAsync(() => _file.RemoveRoute("extra"));
        yield return () => EditAsync(() => _file.Service("shop")["MessageBackend"] = _new.Address);
    }

    /// <summary>Puts a new secret beside the old one; once both are honoured, WeChat uses the new one.</summary>
    private void Rotate(string service, string key, string value)
    {
        _file.Service(service)["Previous" + key] = _file.Service(service)[key]!.GetValue<string>();
        _file.Service(service)[key] = value;
        _afterEdit = () => OpenAccount(
            service, _file.Service(service)["Token"]!.GetValue<string>(), _file.Service(service)["EncodingAesKey"]?.GetValue<string>());
    }

    /// <summary>Enters an account into WeChat's console; pushes that are under way are still those of the old entry.</summary>
    private void OpenAccount(string name, string token, string? aesKey) => _weChat.AddAccount(new SimulatedAccount
    {
        AppId = "wx" + name,
        Token = token,
        EncodingAesKey = aesKey,
        Encryption = aesKey is null ? EncryptionMode.Plaintext : EncryptionMode.Safe,
        GatewayUrl = new Uri(_gateway.Address, "/" + name),
    });

    private async Task EditAsync(Action edit)
    {
        var before = AppliedAt(await ReadyAsync());
        var keys = new[] { _file.ApiKey };
        edit();
        keys = [.. keys, _file.ApiKey];
        _file.Save();
        await Eventually.HoldsAsync(
            async () =>
            {
                var states = new[] { await ReadyAsync(keys[0]), await ReadyAsync(keys[1]) };
                return states.Any(state => AppliedAt(state) is { } applied && applied != before);
            },
            "the edit took effect",
            Cancelled);
        Assert.Empty(Errors(await ReadyAsync()));
        _afterEdit();
        _afterEdit = () => { };
    }

    private async Task FailAsync(Action edit, string file, string problem)
    {
        var before = await ReadyAsync();
        edit();
        await Eventually.HoldsAsync(async () => Errors(await ReadyAsync()).Count > 0, "the error was shown", Cancelled);

        var after = await ReadyAsync();
        var error = Assert.Single(Errors(after));
        Assert.Equal(file, error.GetProperty("file").GetString());
        Assert.Contains(problem, error.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Equal("degraded", after.GetProperty("status").GetString());
        Assert.Equal(AppliedAt(before), AppliedAt(after));
    }

    private async Task LoadAsync(int hand)
    {
        for (var number = 0; !_isOver; number++)
        {
            if (hand == 0)
            {
                _proxied.Enqueue(await ProxyAsync("site"));
            }
            else
            {
                _pushed.Enqueue(await PushAsync((hand + number) % 2 == 0 ? "shop" : "safe"));
            }

            await Task.Delay(Pause, Cancelled);
        }
    }

    private Task<PushResult> PushAsync(string service)
        => _weChat.PushAsync("wx" + service, PushedMessage.Text("hi"), new PushOptions { MaxDeliveries = 1 }, Cancelled);

    private async Task<string> ProxyAsync(string path)
    {
        using var response = await Calls.SendAsync(_gateway.Address, "/" + path);
        var body = await response.Content.ReadAsStringAsync(Cancelled);
        return response.IsSuccessStatusCode ? body : $"{(int)response.StatusCode} {body}";
    }

    private Task<JsonElement> ReadyAsync() => ReadyAsync(_file.ApiKey);

    private async Task<JsonElement> ReadyAsync(string? key)
    {
        var (status, json) = await Calls.JsonAsync(_gateway.InternalAddress, "/health/ready", key: key);
        Assert.Equal(200, status);
        return json;
    }

    private static string? AppliedAt(JsonElement json) => json.TryGetProperty("configuration", out var configuration)
        ? configuration.GetProperty("appliedAt").GetString() : null;

    private static List<JsonElement> Errors(JsonElement json)
        => [.. json.GetProperty("configuration").GetProperty("errors").EnumerateArray()];
}
