using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using WxYarpGateway.Gateway.Commands;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Gateway.Tests.Import;
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
    /// <summary>The shape of go-wx-gateway's own sample, hints and all.</summary>
    private const string Sample = """
        {
          "listen-host": "",
          "listen-port": 7080,
          "services": [
            {
              "name": "echo_server",
              "workerNum": 5,
              "timeout": 0,
              "wx-params": { "token": "your_token_at_weixin_admin", "app-id": "your_appId_at_weixin_admin", "app-secret": "your_appSecret_at_weixin_admin", "aes-key": null },
              "listen-endpoints": { "service-path": "/wx  --路径", "redirect-path": "/redirect --授权" },
              "msg-proxy-pass": "http://yourhost.or.ip.here    --消息",
              "redirect-url": "http://yourhost.or.ip/path/to/redirect --转发",
              "redirect-userinfo-flag": "any-strings if you want"
            },
            { "name": "其它的，参考上面", "注意": "不能 相同" }
          ],
          "token-cache-dir": "/path/to/cache_dir",
          "common-endpoints": { "health-check": "/health", "wx-qr": "/qr  --二维码", "wx-qr的参数说明": "s=", "wx-user": "/user" },
          "dont-append-userinfo": "true|false, 缺省是false"
        }
        """;

    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task The_sample_becomes_a_configuration_that_lacks_only_what_was_not_filled_in()
    {
        var imported = await Imported.OfAsync(_workplace, Sample);

        Assert.Equal(["service"], imported.Names.Select(name => name == "echo_server" ? "service" : name));
        Assert.Equal("/wx", imported["Services:echo_server:MessagePath"]);
        Assert.Equal("/qr", imported["Endpoints:Qr"]);
        Assert.Equal("/user", imported["Endpoints:User"]);
        Assert.Null(imported["Services:echo_server:MessageBackend"]);
        Assert.Null(imported["Services:echo_server:OAuthPath"]);
        Assert.Equal(
            [
                "error: imported.json: Gateway:Services:echo_server:AppId is missing. Copy it from the WeChat console.",
                "error: imported.json: Gateway:Services:echo_server:Token is missing. Copy it from the WeChat console.",
            ],
            await imported.FaultsAsync(_workplace));
        Assert.Contains("- token-cache-dir is no longer needed", imported.Comments, StringComparison.Ordinal);
        Assert.Contains("- workerNum is no longer needed", imported.Comments, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_imported_listens_on_the_same_port_and_path_and_calls_the_same_backend()
    {
        var token = TestContext.Current.CancellationToken;
        var port = FreePort.Next();
        await using var backend = await ScriptedBackend.StartAsync(token);
        await using var weChat = await WeChatSimulator.StartAsync(new SimulatorOptions(), token);
        weChat.AddAccount(new SimulatedAccount { AppId = "wx1", Token = "t", EncodingAesKey = Imported.AesKey, Encryption = EncryptionMode.Safe });
        backend.Answers("""{"msg":"from the backend"}""");
        var imported = await Imported.OfAsync(_workplace, $$"""
            {
              "listen-host": "127.0.0.1", "listen-port": {{port}}, "dont-append-userinfo": true,
              "services": [ {
                "name": "店铺", "workerNum": 5,
                "wx-params": { "token": "t", "app-id": "wx1", "app-secret": "s", "aes-key": "{{Imported.AesKey}}" },
                "listen-endpoints": { "service-path": "/wx" },
                "msg-proxy-pass": "{{backend.Address}}/msghandler/"
              } ]
            }
            """);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);

        var running = CommandLine.RunAsync(
            _workplace.Environment with { ConfigFile = imported.File }, stop.Token, "--Gateway:InternalUrls=http://127.0.0.1:0", $"--Gateway:WeChat:ApiUrl={weChat.Address}", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.AspNetCore=None");
        await Eventually.HoldsAsync(() => running.IsCompleted || Listens(port), "it listened", token);
        Assert.False(running.IsCompleted);
        var safe = await weChat.PushAsync("wx1", PushedMessage.Text("one"), At(port), token);
        var plain = await weChat.PushAsync("wx1", PushedMessage.Text("two"), At(port) with { Encryption = EncryptionMode.Plaintext }, token);
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

        Assert.Equal(0, (await CommandLine.RunAsync(_workplace.Environment with { ConfigFile = "no-such.json", SecretsFolder = "/no/such" }, "import", file)).ExitCode);
        Assert.Equal(0, (await CommandLine.RunAsync(_workplace.Environment, "import", "go/conf.json")).ExitCode);
    }

    [Fact]
    public async Task The_same_input_gives_the_same_output()
        => Assert.Equal((await Imported.OfAsync(_workplace, Sample)).Text, (await Imported.OfAsync(_workplace, Sample)).Text);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "services": [] }""")]
    [InlineData("""{ "services": null }""")]
    [InlineData("""{ "services": { "name": "a" } }""")]
    [InlineData("""{ "services": [ null, 1, "a", [] ] }""")]
    public async Task Without_services_it_says_so(string json)
    {
        _workplace.Write("conf.json", json);

        var result = await CommandLine.RunAsync(_workplace.Environment, "import", "conf.json");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(["conf.json has no services, so it is hardly the configuration of go-wx-gateway."], result.Error);
        Assert.Empty(result.Output);
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
        var result = await CommandLine.RunAsync(_workplace.Environment, ["import", .. arguments]);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["The command import takes one file: import wx-gateway-conf.json"], result.Error);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task No_value_and_no_key_can_break_out_of_where_it_stands()
    {
        const string Hostile = "\",\n// */ } \r\u2028\u2029\u0085\u0000\u202e\\\"<>&'🛒店";
        var json = JsonSerializer.Serialize(Hostile);
        var imported = await Imported.OfAsync(_workplace, $$"""
            {
              {{json}}: 1, "listen-host": {{json}}, "listen-port": {{json}}, "dont-append-userinfo": {{json}}, "token-cache-dir": {{json}},
              "common-endpoints": { {{json}}: 1, "health-check": {{json}}, "wx-qr": {{json}}, "wx-user": "/u" },
              "services": [
                { {{json}}: 1, "name": {{json}}, "timeout": {{json}}, "is-channels-ec": {{json}}, "msg-proxy-pass": {{json}}, "redirect-url": {{json}}, "redirect-userinfo-flag": {{json}},
                  "wx-params": { {{json}}: 1, "token": {{json}}, "app-id": {{json}}, "app-secret": {{json}}, "aes-key": {{json}} },
                  "listen-endpoints": { {{json}}: 1, "service-path": {{json}}, "redirect-path": {{json}} } },
                { "name": {{json}}, "wx-params": { "token": "t" }, "listen-endpoints": { "service-path": "/wx", "redirect-path": "/r" }, "msg-proxy-pass": {{json}}, "redirect-url": {{json}} }
              ]
            }
            """);

        Assert.Single(imported.Names);
        Assert.Equal(Hostile, imported.Gateway.GetSection("Services").GetChildren().Single()["OAuthBackend"]);
        Assert.DoesNotContain(imported.Text, letter => letter is '\r' or '\u2028' or '\u2029' or '\u0085' or '\u202e' or '\u0000');
    }

    [Fact]
    public async Task Where_the_output_cannot_carry_chinese_it_is_escaped()
    {
        var file = _workplace.Write("conf.json", """{ "services": [ { "name": "店铺", "注意": 1, "wx-params": { "token": "t", "app-id": "wx1" }, "listen-endpoints": { "service-path": "/微信" } } ] }""");
        using var bytes = new MemoryStream();
        await using var output = new StreamWriter(bytes, Encoding.Latin1);
        var invocation = GatewayCommands.Invocation();
        invocation.Output = output;

        await GatewayCommands.Create(_workplace.Environment, Program.Build, _ => Task.CompletedTask).Parse(["import", file]).InvokeAsync(invocation, TestContext.Current.CancellationToken);
        await output.FlushAsync(TestContext.Current.CancellationToken);

        using var json = JsonDocument.Parse(bytes.ToArray(), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        Assert.Equal("/微信", json.RootElement.GetProperty("Gateway").GetProperty("Services").GetProperty("店铺").GetProperty("MessagePath").GetString());
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
