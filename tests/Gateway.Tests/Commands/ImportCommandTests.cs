using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using WxYarpGateway.Gateway.Commands;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Commands;

public sealed class ImportCommandTests : IDisposable
{
    private const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Theory]
    [InlineData("wxcomponent")]
    [InlineData("wxjava", "file.json")]
    public async Task A_source_of_the_other_program_leads_there(params string[] words)
    {
        var result = await CommandLine.RunAsync(_workplace.Environment, ["import", .. words]);

        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith($": dotnet run --project tools/PlatformImport -- {words[0]} --help", Assert.Single(result.Error),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_imported_listens_on_the_same_port_and_path_and_calls_the_same_backend()
    {
        var token = TestContext.Current.CancellationToken;
        var port = FreePort.Next();
        await using var backend = await ScriptedBackend.StartAsync(token);
        await using var weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), token);
        weChat.AddAccount(new SimulatedAccount { AppId = "wx1", Token = "t", EncodingAesKey = AesKey, Encryption = EncryptionMode.Safe });
        backend.Answers("""{"msg":"from the backend"}""");
        _workplace.Write("conf.json", $$"""
            {
              "listen-host": "127.0.0.1", "listen-port": {{port}}, "dont-append-userinfo": true,
              "services": [ {
                "name": "店铺", "workerNum": 5,
                "wx-params": { "token": "t", "app-id": "wx1", "app-secret": "s", "aes-key": "{{AesKey}}" },
                "listen-endpoints": { "service-path": "/wx" },
                "msg-proxy-pass": "{{backend.Address}}/msghandler/"
              } ]
            }
            """);
        var imported = await CommandLine.RunAsync(_workplace.Environment, "import", "go-wx-gateway", "conf.json");
        var file = _workplace.Write("imported.json", string.Join('\n', imported.Output));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);

        var running = CommandLine.RunAsync(
            _workplace.Environment with { ConfigFile = file },
            stop.Token,
            "--Gateway:InternalUrls=http://127.0.0.1:0",
            "--Gateway:ShutdownDelay=00:00:00",
            $"--Gateway:WeChat:ApiUrl={weChat.Address}",
            "--Logging:LogLevel:Default=None",
            "--Logging:LogLevel:Microsoft.AspNetCore=None");
        await Eventually.HoldsAsync(() => running.IsCompleted || Listens(port), "it listened", token);
        Assert.False(running.IsCompleted);
        var safe = await weChat.PushAsync("wx1", PushedMessage.Text("one"), At(port), token);
        var inPlaintext = At(port) with { Encryption = EncryptionMode.Plaintext };
        var plain = await weChat.PushAsync("wx1", PushedMessage.Text("two"), inPlaintext, token);
        await stop.CancelAsync();

        Assert.Equal(0, (await running).ExitCode);
        Assert.Equal(["/msghandler/msg/text", "/msghandler/msg/text"], backend.Calls.Select(call => call.Path));
        Assert.All([safe, plain], push => Assert.Equal(HttpStatusCode.OK, (HttpStatusCode)push.Deliveries[0].Status!));
        Assert.False(backend.Calls[0].Json.TryGetProperty("userInfo", out _));
    }

    [Fact]
    public async Task It_reads_no_configuration_but_the_one_it_is_given()
    {
        _workplace.Write("appsettings.json", "broken");
        var file = _workplace.Write("go/conf.json", """{ "services": [ { "name": "a" } ] }""");

        var elsewhere = _workplace.Environment with { ConfigFile = "no-such.json", SecretsFolder = "/no/such" };
        Assert.Equal(0, (await CommandLine.RunAsync(elsewhere, "import", file)).ExitCode);
        Assert.Equal(0, (await CommandLine.RunAsync(_workplace.Environment, "import", "go/conf.json")).ExitCode);
    }

    [Fact]
    public async Task Without_a_source_the_file_is_that_of_go_wx_gateway()
    {
        var file = _workplace.Write("conf.json", """{ "services": [ { "name": "a" } ] }""");

        var named = await CommandLine.RunAsync(_workplace.Environment, "import", "go-wx-gateway", file);
        var unnamed = await CommandLine.RunAsync(_workplace.Environment, "import", file);

        Assert.Equal((0, 0), (named.ExitCode, unnamed.ExitCode));
        Assert.Contains("  \"Gateway\": {", named.Output);
        Assert.Equal(named.Output, unnamed.Output);
    }

    [Fact]
    public async Task What_cannot_be_read_is_one_sentence_without_anything_secret()
    {
        _workplace.Write("conf.json", """{ "services": [ { "wx-params": { "token": "very-secret" "app-id": "x" } } ] }""");

        var result = await CommandLine.RunAsync(_workplace.Environment, "import", "conf.json");

        Assert.Equal(2, result.ExitCode);
        Assert.DoesNotContain("secret", Assert.Single(result.Error), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData]
    [InlineData("a.json", "b.json")]
    [InlineData("--Gateway:Urls=http://*:1")]
    [InlineData("")]
    public async Task It_takes_one_file(params string[] arguments)
    {
        string[][] commands = [["import"], ["import", "go-wx-gateway"], ["import", "a.json", "go-wx-gateway", "b.json"]];
        foreach (var command in commands)
        {
            var result = await CommandLine.RunAsync(_workplace.Environment, [.. command, .. arguments]);

            Assert.Equal(1, result.ExitCode);
            Assert.Equal(["The command import takes one file: import go-wx-gateway wx-gateway-conf.json"], result.Error);
            Assert.Empty(result.Output);
        }
    }

    [Fact]
    public async Task Where_the_output_cannot_carry_chinese_it_is_escaped()
    {
        var file = _workplace.Write("conf.json", """
            { "services": [
              { "name": "店铺", "注意": 1, "wx-params": { "token": "t", "app-id": "wx1" }, "listen-endpoints": { "service-path": "/微信" } }
            ] }
            """);
        using var bytes = new MemoryStream();
        await using var output = new StreamWriter(bytes, Encoding.Latin1);
        var invocation = GatewayCommands.Invocation();
        invocation.Output = output;

        var commands = GatewayCommands.Create(_workplace.Environment, Program.Build, _ => Task.CompletedTask);
        await commands.Parse(["import", file]).InvokeAsync(invocation, TestContext.Current.CancellationToken);
        await output.FlushAsync(TestContext.Current.CancellationToken);

        using var json = JsonDocument.Parse(bytes.ToArray(), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        var services = json.RootElement.GetProperty("Gateway").GetProperty("Services");
        Assert.Equal("/微信", services.GetProperty("店铺").GetProperty("MessagePath").GetString());
        Assert.All(bytes.ToArray(), letter => Assert.InRange(letter, (byte)'\n', (byte)'~'));
    }

    private static PushOptions At(int port) => new() { Url = new Uri($"http://127.0.0.1:{port}/wx"), MaxDeliveries = 1 };

    private static bool Listens(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
