using System.Diagnostics;
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
        await script.PrintsAsync("Ctrl+C ends everything", Cancelled, TimeSpan.FromMinutes(3));
        Assert.SkipWhen(script.Output.Contains("NuGet cannot fetch", StringComparison.Ordinal), "The dashboard's package cannot be had here.");

        var address = Address().Match(script.Output).Value;
        using var browser = new HttpClient();
        var page = await browser.GetStringAsync(new Uri(address), Cancelled);
        await script.SignalAsync("INT", Cancelled);
        await script.ExitAsync(Cancelled);

        Assert.Contains("aspire-version", page, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => browser.GetAsync(new Uri(address), Cancelled));
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:28280/traces/detail/[0-9a-f]{32}")]
    private static partial Regex Address();
}
