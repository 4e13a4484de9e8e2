using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests;

/// <summary>The gateway as an operator runs it: a process, a file, signals.</summary>
public sealed class GatewayProcessTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task It_serves_is_edited_while_it_runs_and_stops_when_told()
    {
        await using var backend = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        backend.Answers("""{"msg":"from the backend"}""");
        var file = _workplace.Write("gateway.json", Configuration(("shop", "/wx", null)));
        await using var gateway = Executable.Start(
            "Gateway",
            _workplace.Folder,
            new Dictionary<string, string> { ["GATEWAY_CONFIG"] = file, ["Gateway__Services__shop__Token"] = "token-shop" });
        await gateway.PrintsAsync("Service 'shop' takes pushes", TestContext.Current.CancellationToken);
        var address = Address(gateway);

        await AnswersAsync(address, "/wx", "token-shop", "hi", "hi");

        File.WriteAllText(file, Configuration(("shop", "/wx", backend.Address), ("second", "/second", null)));
        await gateway.PrintsAsync("services '2'", TestContext.Current.CancellationToken);
        await AnswersAsync(address, "/wx", "token-shop", "hi again", "from the backend");
        await AnswersAsync(address, "/second", "token-second", "hello", "hello");

        File.WriteAllText(file, "{ \"Gateway\": ");
        await gateway.PrintsAsync("keeping configuration", TestContext.Current.CancellationToken);
        await AnswersAsync(address, "/second", "token-second", "still there", "still there");

        await gateway.TerminateAsync(TestContext.Current.CancellationToken);

        Assert.True(gateway.ExitCode == 0, gateway.Output);
        Assert.DoesNotContain("token-second", gateway.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "Logging__LogLevel__Default", "Information", @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [+-]\d\d:\d\d (info|warn): \S+\[\d+\] \S")]
    [InlineData("Logging__Console__FormatterName", "json", @"^\{""Timestamp"":""")]
    public async Task Its_log_has_one_line_an_event_from_the_first(string key, string value, string form)
    {
        var file = _workplace.Write("gateway.json", Configuration(("shop", "/wx", null)));
        await using var gateway = Executable.Start(
            "Gateway",
            _workplace.Folder,
            new Dictionary<string, string> { ["GATEWAY_CONFIG"] = file, ["Gateway__Services__shop__Token"] = "token-shop", [key] = value });
        await gateway.PrintsAsync("Service 'shop' takes pushes", TestContext.Current.CancellationToken);
        await gateway.TerminateAsync(TestContext.Current.CancellationToken);

        var lines = gateway.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length >= 4, gateway.Output);
        Assert.All(lines, line => Assert.Matches(form, line));
    }

    [Fact]
    public async Task A_late_reply_is_delivered_before_it_stops()
    {
        await using var backend = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        await using var weChat = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        weChat.Script = (call, context) => ScriptedBackend.WriteAsync(
            context,
            call.Path == "/cgi-bin/stable_token" ? """{"access_token":"T","expires_in":7200}""" : """{"errcode":0,"errmsg":"ok"}""");
        var isReady = new TaskCompletionSource();
        backend.Script = async (_, context) =>
        {
            await isReady.Task;
            await ScriptedBackend.WriteAsync(context, """{"msg":"late"}""");
        };
        var file = _workplace.Write("gateway.json", Configuration(("shop", "/wx", backend.Address)));
        await using var gateway = Executable.Start("Gateway", _workplace.Folder, new Dictionary<string, string>
        {
            ["GATEWAY_CONFIG"] = file,
            ["Gateway__WeChat__ApiUrl"] = weChat.Address,
            ["Gateway__Services__shop__AppSecret"] = "secret",
            ["Gateway__Services__shop__UserInfo__Append"] = "false",
            ["Gateway__Services__shop__Reply__Deadline"] = "00:00:00.200",
        });
        await gateway.PrintsAsync("Service 'shop' takes pushes", TestContext.Current.CancellationToken);
        await using var push = await PushAsync(Address(gateway), "/wx", "token-shop", "hi");

        var stopped = gateway.TerminateAsync(TestContext.Current.CancellationToken);
        await gateway.PrintsAsync("Waiting for '1' pending late replies", TestContext.Current.CancellationToken);
        isReady.SetResult();
        await stopped;

        Assert.True(gateway.ExitCode == 0, gateway.Output);
        Assert.Contains(weChat.Calls, call => call.Path == "/cgi-bin/message/custom/send" && call.Text.Contains("late", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bad_configuration_is_named_error_by_error()
    {
        var file = _workplace.Write("bad.json", """
            { "Gateway": { "Services": { "shop": { "AppId": "wx 1", "Token": "", "EncodingAesKey": "tooshort-and-secret",
                "MessagePath": "wx" } } } }
            """);
        await using var run = Executable.Start("Gateway", _workplace.Folder, new Dictionary<string, string> { ["GATEWAY_CONFIG"] = file });
        await Eventually.HoldsAsync(() => run.HasExited, "it exited", TestContext.Current.CancellationToken);
        await using var validate = await Executable.RunAsync("Gateway", _workplace.Folder, TestContext.Current.CancellationToken, "validate", file);

        foreach (var executable in new[] { run, validate })
        {
            Assert.Equal(2, executable.ExitCode);
            Assert.All(
                new[] { "AppId", "Token", "EncodingAesKey", "MessagePath" },
                key => Assert.Contains($"bad.json: Gateway:Services:shop:{key} ", executable.Output, StringComparison.Ordinal));
            Assert.DoesNotContain("tooshort-and-secret", executable.Output, StringComparison.Ordinal);
        }
    }

    private static Uri Address(Executable gateway)
    {
        // The port was chosen by the system: the log has it.
        var match = System.Text.RegularExpressions.Regex.Match(gateway.Output, @"http://127\.0\.0\.1:(?!0)\d+");
        return match.Success ? new Uri(match.Value) : throw new InvalidOperationException(gateway.Output);
    }

    private async Task AnswersAsync(Uri address, string path, string token, string text, string reply)
    {
        await using var push = await PushAsync(address, path, token, text);

        Assert.True(push.ExitCode == 0, push.Output);
        Assert.Contains(reply, push.Output, StringComparison.Ordinal);
    }

    private Task<Executable> PushAsync(Uri address, string path, string token, string text)
        => Executable.RunAsync("Simulator", _workplace.Folder, TestContext.Current.CancellationToken, "push", "--url", new Uri(address, path).ToString(), "--token", token, "--text", text);

    private static string Configuration(params (string Name, string Path, string? Backend)[] services)
    {
        var entries = services.Select(service => $$"""
            "{{service.Name}}": { "AppId": "wx{{service.Name}}", "Token": "token-{{service.Name}}",
                "MessagePath": "{{service.Path}}"{{(service.Backend is null ? "" : $", \"MessageBackend\": \"{service.Backend}\"")}} }
            """);
        return $$"""{ "Gateway": { "Urls": "http://127.0.0.1:0", "InternalUrls": "http://127.0.0.1:0", "ShutdownDelay": "00:00:00", "Services": { {{string.Join(", ", entries)}} } } }""";
    }
}
