using WxYarpGateway.Rig;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Logs;

namespace WxYarpGateway.Gateway.Tests.Telemetry;

/// <summary>One line in the log for each push.</summary>
public sealed class PushLineTests : IAsyncLifetime
{
    private const string AppId = "wxlogged";

    private readonly CollectedLogs _logs = new();
    private ScriptedBackend _backend = null!;
    private WeChatSimulator _weChat = null!;
    private RunningGateway _gateway = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _backend = await ScriptedBackend.StartAsync(Cancelled);
        _weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), Cancelled);
        _weChat.AddAccount(new SimulatedAccount { AppId = AppId, Token = "token" });
        _gateway = await RunningGateway.StartAsync(
            new()
            {
                ["Gateway:Services:logged:AppId"] = AppId,
                ["Gateway:Services:logged:Token"] = "token",
                ["Gateway:Services:logged:MessagePath"] = "/wx",
                ["Gateway:Services:logged:MessageBackend"] = _backend.Address,
            },
            _logs,
            Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _weChat.DisposeAsync();
        await _backend.DisposeAsync();
    }

    [Fact]
    public async Task It_says_what_came_how_it_ended_how_long_it_took_and_in_which_trace()
    {
        _backend.Answers("""{"msg":"hi"}""");

        await PushAsync(PushedMessage.Text("hello"));

        var call = _backend.OnlyCall;
        var trace = call.Headers["traceparent"].ToString().Split('-')[1];
        Assert.Matches(
            $@"^Information Answered Push to 'logged': type 'text', message '{call.Headers["X-WeChat-Message-Id"]}', outcome 'Replied', in '[\d.]+' ms, backend '[\d.]+' ms, trace '{trace}'\. $",
            Assert.Single(Lines()));
    }

    [Fact]
    public async Task There_is_one_for_each_push_and_one_only()
    {
        var message = PushedMessage.Text("hello");
        await PushAsync(message);
        await PushAsync(message);
        await PushAsync(PushedMessage.Text("forged"), new PushOptions { Token = "another" });
        await PushAsync(PushedMessage.Raw("not a message"));
        _backend.Script = (_, context) => ScriptedBackend.WriteAsync(context, "", status: 500);
        await PushAsync(PushedMessage.Event("CLICK", "menu"));

        Assert.Equal(
            ["text Nothing", "text Retry", " Forged", " Malformed", "CLICK Failed"],
            Lines().Select(line => line.Split('\'')).Select(parts => $"{parts[3]} {parts[7]}"));
    }

    [Fact]
    public async Task What_somebody_sends_makes_no_line_of_its_own()
    {
        await PushAsync(PushedMessage.Event("CLICK\nInformation Answered Push to 'logged': forged", "menu"));

        Assert.Contains("type 'unknown'", Assert.Single(Lines()), StringComparison.Ordinal);
    }

    private IEnumerable<string> Lines() => _logs.Lines.Where(line => line.Contains("Push to 'logged'", StringComparison.Ordinal));

    private Task<PushResult> PushAsync(PushedMessage message, PushOptions? options = null)
        => _weChat.PushAsync(
            AppId, message, (options ?? new PushOptions()) with { Url = new Uri(_gateway.Address, "/wx"), MaxDeliveries = 1 }, Cancelled);
}
