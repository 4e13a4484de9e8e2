using System.Text;
using WxYarpGateway.Gateway.Tests.Access.Limits;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Logs;

namespace WxYarpGateway.Gateway.Tests.Hostile;

/// <summary>
/// A gateway to attack over raw sockets: one service of each kind, a backend and a WeChat that remember what they got, a trap that nobody
/// has reason to call, and the log as shipped with all that the gateway itself has to say.
/// </summary>
public sealed class HostileRig : IAsyncLifetime
{
    public const string Plain = "plain";
    public const string Safe = "safe";
    public const string Compatible = "compatible";
    public const string Either = "either";

    /// <summary>What stands in hostile input where only a log could tell it.</summary>
    public const string Mark = "planted-by-an-attacker";

    private const string WeChatToken = "TOKEN-of-the-account";

    private readonly List<(string Key, string Value)> _settings = [];

    public ScriptedBackend Backend { get; private set; } = null!;

    public ScriptedBackend WeChat { get; private set; } = null!;

    public ScriptedBackend Trap { get; private set; } = null!;

    public RunningGateway Gateway { get; private set; } = null!;

    public PushOutcomes Outcomes { get; private set; } = null!;

    public CollectedLogs Logs { get; } = new();

    /// <summary>
    /// Starts a rig with settings of the test's own, below <c>Gateway</c> but for those of plain YARP; <c>BACKEND</c> in a value is the
    /// backend's address.
    /// </summary>
    public static async Task<HostileRig> StartAsync(params (string Key, string Value)[] settings)
    {
        var rig = new HostileRig();
        rig._settings.AddRange(settings);
        await rig.InitializeAsync();
        return rig;
    }

    public async ValueTask InitializeAsync()
    {
        var cancelled = TestContext.Current.CancellationToken;
        Backend = await ScriptedBackend.StartAsync(cancelled);
        Backend.Answers("""{"msg":"ok"}""");
        Trap = await ScriptedBackend.StartAsync(cancelled);
        WeChat = await ScriptedBackend.StartAsync(cancelled);
        WeChat.Script = (call, context) => ScriptedBackend.WriteAsync(
            context,
            call.Path.EndsWith("token", StringComparison.Ordinal) ? $$"""{"access_token":"{{WeChatToken}}","expires_in":7200}""" : """{"errcode":0,"errmsg":"ok"}""");
        var configuration = new Dictionary<string, string?>
        {
            ["Gateway:PublicUrl"] = "https://wx.example.com",
            ["Gateway:WeChat:ApiUrl"] = WeChat.Address,
            ["Gateway:Limits:RequestsPerSecondPerClient"] = "0",
            ["Logging:LogLevel:WxYarpGateway"] = "Trace",
        };
        foreach (var (name, mode) in new[] { (Plain, "Plaintext"), (Safe, "Safe"), (Compatible, "Compatible"), (Either, "Either") })
        {
            configuration[$"Gateway:Services:{name}:AppId"] = SignedPush.AppId;
            configuration[$"Gateway:Services:{name}:AppSecret"] = "secret-of-the-account";
            configuration[$"Gateway:Services:{name}:Token"] = SignedPush.Token;
            configuration[$"Gateway:Services:{name}:EncodingAesKey"] = mode == "Plaintext" ? "" : SignedPush.AesKey;
            configuration[$"Gateway:Services:{name}:Encryption"] = mode;
            configuration[$"Gateway:Services:{name}:MessagePath"] = "/" + name;
            configuration[$"Gateway:Services:{name}:MessageBackend"] = Backend.Address;
            configuration[$"Gateway:Services:{name}:OAuthPath"] = $"/{name}/redirect";
            configuration[$"Gateway:Services:{name}:OAuthBackend"] = Backend.Address + "/redirect";
            configuration[$"Gateway:Services:{name}:UserInfo:Append"] = "false";
        }

        foreach (var (key, value) in _settings)
        {
            configuration[key.StartsWith("ReverseProxy:", StringComparison.Ordinal) ? key : "Gateway:" + key] = value.Replace(
                "BACKEND", Backend.Address, StringComparison.Ordinal);
        }

        Gateway = await RunningGateway.StartAsync(configuration, Logs, cancelled);
        Outcomes = new PushOutcomes(Gateway.Meters);
    }

    /// <summary>Sends bytes on a connection of their own and returns all that comes back until the gateway closes it.</summary>
    public Task<RawAnswers> SendAsync(string request) => SendAsync(Encoding.Latin1.GetBytes(request));

    /// <summary>Sends bytes on a connection of their own and returns all that comes back until the gateway closes it.</summary>
    public async Task<RawAnswers> SendAsync(byte[] request, Uri? address = null)
    {
        using var client = await RawClient.ConnectAsync(address ?? Gateway.Address);
        await client.TrySendAsync(request);
        return new RawAnswers(await client.ReadToEndAsync());
    }

    /// <summary>Shows that an honest push still gets its answer, and that the log has nothing of what attackers wrote.</summary>
    public async Task IsUnharmedAsync()
    {
        var before = Backend.Calls.Count;

        var answers = await SendAsync(SignedPush.Plaintext(SignedPush.Text("honest")).To("/" + Plain, "Connection: close"));

        Assert.Equal([200], answers.Statuses);
        Assert.Equal(before + 1, Backend.Calls.Count);
        Assert.DoesNotContain(Mark, Logs.Text, StringComparison.OrdinalIgnoreCase);
        var thrown = string.Join('\n', Logs.Lines.Where(line => line.Contains("xception", StringComparison.Ordinal)));
        Assert.True(thrown.Length == 0, thrown);
        Assert.Empty(Trap.Calls);
    }

    public async ValueTask DisposeAsync()
    {
        Outcomes.Dispose();
        await Gateway.DisposeAsync();
        await Backend.DisposeAsync();
        await WeChat.DisposeAsync();
        await Trap.DisposeAsync();
        Logs.Dispose();
    }
}
