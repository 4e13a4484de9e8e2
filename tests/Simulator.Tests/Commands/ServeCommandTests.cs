using System.Text.RegularExpressions;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Commands;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Simulator.Tests.Commands;

public sealed partial class ServeCommandTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly CancellationTokenSource _interrupt =
        CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    [Fact]
    public async Task It_serves_the_demo_account_until_interrupted_and_exits_with_0()
    {
        var running = RunAsync("serve", "--urls", "http://127.0.0.1:0");
        var address = await AddressAsync();
        using var http = new HttpClient();
        var answer = await http.GetStringAsync(
            new Uri(address, $"{ApiPath.ClassicToken}?grant_type=client_credential&appid=wx0000000000000000&secret=demo-secret"),
            TestContext.Current.CancellationToken);

        Assert.Contains("access_token", answer, StringComparison.Ordinal);
        Assert.Contains(
            """{ "AppId": "wx0000000000000000", "AppSecret": "…", "Token": "…", "MessagePath": "/wx" }""",
            _output.ToString(),
            StringComparison.Ordinal);
        Assert.DoesNotContain("demo-secret", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("demo-token", _output.ToString(), StringComparison.Ordinal);
        await _interrupt.CancelAsync();
        Assert.Equal(0, await running);
    }

    [Fact]
    public async Task It_serves_the_accounts_and_users_of_a_file_and_of_the_command_line()
    {
        var file = await WriteAsync("""
            {
              // two accounts, the second on the command line
              "urls": "http://127.0.0.1:0",
              "accounts": [{ "appId": "wx1", "appSecret": "s1", "format": "Json", "switches": { "isBusy": false } }],
              "users": { "wx1": [{ "openId": "o1", "nickname": "Ada" }] },
            }
            """);
        var running = RunAsync("serve", "--config", file, "--app-id", "wx2", "--app-secret", "s2");
        var address = await AddressAsync();
        using var http = new HttpClient();
        var first = await http.GetStringAsync(
            new Uri(address, $"{ApiPath.ClassicToken}?grant_type=client_credential&appid=wx1&secret=s1"),
            TestContext.Current.CancellationToken);
        var second = await http.GetStringAsync(
            new Uri(address, $"{ApiPath.ClassicToken}?grant_type=client_credential&appid=wx2&secret=s2"),
            TestContext.Current.CancellationToken);
        var token = TokenIn().Match(first).Groups[1].Value;
        var user = await http.GetStringAsync(
            new Uri(address, $"{ApiPath.UserInfo}?access_token={token}&openid=o1"),
            TestContext.Current.CancellationToken);

        Assert.Contains("access_token", second, StringComparison.Ordinal);
        Assert.Contains("Ada", user, StringComparison.Ordinal);
        Assert.Contains($"GET   {ApiPath.UserInfo}  wx1  ok", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"s1\"", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(token, _output.ToString(), StringComparison.Ordinal);
        await _interrupt.CancelAsync();
        Assert.Equal(0, await running);
        File.Delete(file);
    }

    [Fact]
    public async Task It_serves_the_platforms_of_a_file_and_shows_how_to_point_a_gateway_at_them()
    {
        var file = await WriteAsync("""
            {
              "urls": "http://127.0.0.1:0",
              "accounts": [{ "appId": "wx1" }],
              "platforms": [{
                "appId": "wxp", "appSecret": "hush-secret", "name": "Sea Breeze", "token": "hush-token",
                "encodingAesKey": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
                "eventUrl": "http://localhost:1/wx/saas/event", "messageUrl": "http://localhost:1/wx/saas/$APPID$/message",
                "permissionSets": [1, 2], "callerAddresses": ["127.0.0.1"], "authorizationDomains": ["saas.example.com"],
                "authorizers": [{ "appId": "wx1", "permissionSets": [1], "wasQueried": false, "info": { "nick_name": "x" } }],
                "switches": { "refreshTokens": "RotateEachTime", "ticketInterval": "00:00:01", "callsPerDay": { "/a": 1 } }
              }]
            }
            """);
        var running = RunAsync("serve", "--config", file);
        var address = await AddressAsync();
        using var http = new HttpClient();
        var platforms = await http.GetStringAsync(new Uri(address, "/simulator/platforms"), TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(
            () => _output.ToString().Contains("event  component_verify_ticket  wxp  not answered", StringComparison.Ordinal),
            "a ticket is pushed and the journal says what is wrong",
            TestContext.Current.CancellationToken);

        Assert.Contains("\"total\": 1", platforms, StringComparison.Ordinal);
        Assert.Contains("\"Kind\": \"Platform\", \"AppId\": \"wxp\"", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"MessagePath\": \"/wx/saas/{appid}/message\"", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"MpUrl\"", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("ticket@@@", _output.ToString(), StringComparison.Ordinal);
        await _interrupt.CancelAsync();
        Assert.Equal(0, await running);
        File.Delete(file);
    }

    [Fact]
    public async Task It_prints_calls_and_pushes()
    {
        const string push = """{"appId":"wx0000000000000000","text":"hi","url":"http://127.0.0.1:1/","deliveries":2}""";
        var running = RunAsync("serve", "--urls", "http://127.0.0.1:0");
        var address = await AddressAsync();
        using var http = new HttpClient();
        using var body = new StringContent(push);
        using var pushed = await http.PostAsync(new Uri(address, "/simulator/push"), body, TestContext.Current.CancellationToken);
        await http.GetStringAsync(new Uri(address, "/cgi-bin/menu/get?access_token=secret-token"), TestContext.Current.CancellationToken);
        await http.GetStringAsync(new Uri(address, "/cgi-bin/other"), TestContext.Current.CancellationToken);
        var told = _output.ToString();
        await _interrupt.CancelAsync();
        await running;

        Assert.Contains(
            "push  text  wx0000000000000000  not answered after 2 deliveries: "
            + "Nothing listens at http://127.0.0.1:1: start the gateway there",
            told,
            StringComparison.Ordinal);
        Assert.Contains("GET   /cgi-bin/other  no account  errcode 40066: this path is not simulated", told, StringComparison.Ordinal);
        Assert.Contains("GET   /cgi-bin/menu/get  no account  errcode 40014, invalid access_token", told, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_quiet_it_prints_nothing_after_the_start()
    {
        var running = RunAsync("serve", "--urls", "http://127.0.0.1:0", "--quiet");
        var address = await AddressAsync();
        using var http = new HttpClient();
        await http.GetStringAsync(new Uri(address, "/cgi-bin/menu/get"), TestContext.Current.CancellationToken);
        await _interrupt.CancelAsync();
        await running;

        Assert.DoesNotContain("/cgi-bin/menu/get", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "accounts": [{ "appId": "wx1", "encryption": "Safe" }] }""", "needs an EncodingAESKey")]
    [InlineData("""{ "accounts": [{ "appId": "wx1", "encodingAesKey": "hush" }] }""", "must have 43 characters; it has 4")]
    [InlineData("""{ "accounts": [{ "appId": "" }] }""", "needs an AppId")]
    [InlineData("""{ "accounts": [{ "appSecret": "hush" }] }""", "appId")]
    [InlineData("""{ "users": { "wx9": [] } }""", "wx9")]
    [InlineData("""{ "platforms": [{ "appId": "wxp", "encodingAesKey": "hush" }] }""", "must have 43 characters; it has 4")]
    [InlineData("""{ "platforms": [{ "appId": "wxp" }] }""", "must have 43 characters; it has 0")]
    [InlineData("""{ "platforms": [{ "appId": "" }] }""", "needs an AppId")]
    [InlineData("""{ "accounts": [{ "appId": "wx1" }], "platforms": [{ "appId": "wx1" }] }""", "an account and a platform")]
    [InlineData("""{ "platforms": [{ "appId": "wxp", "appSecret": "hush", "eventURI": "" }] }""", "eventURI")]
    [InlineData(
        """{ "platforms": [{ "appId": "p", "encodingAesKey": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "messageUrl": "http://a/b" }] }""",
        "$APPID$")]
    [InlineData(
        """{ "platforms": [{ "appId": "p", "encodingAesKey": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "authorizers": [{ "appId": "wx9" }] }] }""",
        "wx9")]
    [InlineData("""{ "acounts": [] }""", "acounts")]
    [InlineData("{", "")]
    public async Task An_invalid_file_exits_with_2_and_names_the_error_but_no_secret(string text, string reason)
    {
        var file = await WriteAsync(text);

        Assert.Equal(2, await RunAsync("serve", "--config", file));
        Assert.Contains(reason, _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", _error.ToString(), StringComparison.Ordinal);
        File.Delete(file);
    }

    [Theory]
    [InlineData("serve", "--token", "t")]
    [InlineData("serve", "--urls", "localhost")]
    [InlineData("serve", "--config", "/no/such/file")]
    public async Task Wrong_arguments_exit_with_2(params string[] arguments) => Assert.Equal(2, await RunAsync(arguments));

    [Fact]
    public async Task A_taken_port_exits_with_1_and_says_what_to_do()
    {
        await using var other = await WeChatSimulator.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);

        Assert.Equal(1, await RunAsync("serve", "--urls", other.Address.GetLeftPart(UriPartial.Authority)));
        Assert.Contains("Choose another address with --urls.", _error.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    private static async Task<string> WriteAsync(string text)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        return file;
    }

    private Task<int> RunAsync(params string[] arguments) =>
        new SimulatorCommands(TextWriter.Synchronized(_output), _error).RunAsync(arguments, _interrupt.Token);

    private async Task<Uri> AddressAsync()
    {
        await Eventually.HoldsAsync(
            () => _output.ToString().Contains("Ctrl+C", StringComparison.Ordinal),
            "the simulator says where it listens",
            TestContext.Current.CancellationToken);
        return new Uri(AddressIn().Match(_output.ToString()).Value);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex AddressIn();

    [GeneratedRegex("\"access_token\":\"([^\"]+)\"")]
    private static partial Regex TokenIn();
}
