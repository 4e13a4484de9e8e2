using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using WxYarpGateway.Testing.Files;
using WxYarpGateway.Testing.Processes;

namespace WxYarpGateway.EndToEnd.Tests.Deploy;

public sealed partial class RunLocalTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_whole_topology_answers_a_push_without_Docker()
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "deploy", "run-local.sh"), "--once"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Away from the usual ports, which a developer's own may hold.
        start.Environment["WXGW_PORT_BASE"] = "27000";
        using var script = Process.Start(start)!;
        var errors = script.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(script.ExitCode == 0, output + await errors);
        Assert.Contains("You said: hello", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_traces_it_says_where_the_trace_of_a_push_is_seen_and_leaves_nothing_running()
    {
        using var workplace = new Workplace();
        var environment = new Dictionary<string, string> { ["WXGW_PORT_BASE"] = "28000" };
        string[] command = ["--default-signal=INT", "bash", Path.Combine(Repository.Root, "deploy", "run-local.sh"), "--traces"];
        await using var script = Executable.StartCommand("env", command, workplace.Folder, environment);
        await script.PrintsAsync("Ctrl+C ends everything", Cancelled, TimeSpan.FromMinutes(4));
        Assert.SkipWhen(script.Output.Contains("NuGet cannot fetch", StringComparison.Ordinal), "The package is not served here.");

        var address = Address().Match(script.Output).Value;
        using var browser = new HttpClient();
        var page = await browser.GetStringAsync(new Uri(address), Cancelled);
        await script.SignalAsync("INT", Cancelled);
        await script.ExitAsync(Cancelled, TimeSpan.FromMinutes(2));

        Assert.Contains("aspire-version", page, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => browser.GetAsync(new Uri(address), Cancelled));
    }

    [Fact]
    public async Task A_platform_on_two_gateways_and_PostgreSQL_takes_an_authorization_and_answers_a_push()
    {
        using var workplace = new Workplace();
        await using var script = StartPlatform(workplace, "29000", "--once");
        await script.ExitAsync(Cancelled, TimeSpan.FromMinutes(5));

        Assert.True(script.ExitCode == 0, script.Output);
        Assert.Matches("gateway-1: .*\"status\":\"Authorized\"", script.Output);
        Assert.Matches("gateway-2: .*\"status\":\"Authorized\"", script.Output);
        Assert.Contains("You said: hello", script.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_platform_says_what_to_open_and_leaves_nothing_running()
    {
        using var workplace = new Workplace();
        await using var script = StartPlatform(workplace, "31000");
        await script.PrintsAsync("Ctrl+C ends everything", Cancelled, TimeSpan.FromMinutes(5));
        using var client = new HttpClient();
        var link = await client.GetStringAsync(new Uri("http://127.0.0.1:31191/platform/saas/authorization-url"), Cancelled);
        using var json = System.Text.Json.JsonDocument.Parse(link);
        var page = await client.GetStringAsync(new Uri(json.RootElement.GetProperty("url").GetString()!), Cancelled);
        await script.SignalAsync("INT", Cancelled);
        await script.ExitAsync(Cancelled, TimeSpan.FromMinutes(2));

        Assert.Contains("海风管家", page, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Logs().Match(script.Output).Groups[1].Value), script.Output);
        foreach (var port in new[] { 31080, 31090, 31100, 31181, 31182, 31379, 31432 })
        {
            using var probe = new TcpClient();
            await Assert.ThrowsAsync<SocketException>(() => probe.ConnectAsync(IPAddress.Loopback, port, Cancelled).AsTask());
        }
    }

    [Theory]
    [InlineData("uname", "echo Darwin arm64", "The dashboard is fetched for Linux on x64 only, and this is Darwin arm64.")]
    [InlineData("dotnet", "echo 'error: No such package' && exit 1", "from the configured package sources: No such package.")]
    public async Task Where_there_can_be_no_dashboard_a_sentence_says_why_and_what_to_do(string command, string does, string why)
    {
        using var workplace = new Workplace();
        var fake = workplace.Write(command, $"#!/bin/sh\n{does}\n");
        using var chmod = Process.Start("chmod", ["+x", fake]);
        await chmod.WaitForExitAsync(Cancelled);
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = workplace.Folder + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
            ["XDG_CACHE_HOME"] = workplace.Folder,
        };

        string[] fetch = [Path.Combine(Repository.Root, "deploy", "dashboard.sh"), "fetch"];
        await using var script = Executable.StartCommand("bash", fetch, workplace.Folder, environment);
        await script.ExitAsync(Cancelled);

        Assert.Equal(1, script.ExitCode);
        Assert.Contains(why, script.Output, StringComparison.Ordinal);
        Assert.Contains("set OTEL_EXPORTER_OTLP_ENDPOINT to its address", script.Output, StringComparison.Ordinal);
    }

    private static Executable StartPlatform(Workplace workplace, string portBase, params string[] more)
    {
        string[] command =
            ["--default-signal=INT", "bash", Path.Combine(Repository.Root, "deploy", "run-local.sh"), "--platform", .. more];
        var environment = new Dictionary<string, string> { ["WXGW_PORT_BASE"] = portBase };
        return Executable.StartCommand("env", command, workplace.Folder, environment);
    }

    [GeneratedRegex(@"  logs +(/\S+)")]
    private static partial Regex Logs();

    [GeneratedRegex(@"http://127\.0\.0\.1:28280/traces/detail/[0-9a-f]{32}")]
    private static partial Regex Address();
}
