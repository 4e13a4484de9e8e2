using System.Diagnostics;
using WxYarpGateway.Testing.Files;

namespace WxYarpGateway.EndToEnd.Tests.Deploy;

public sealed class RunLocalTests
{
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
}
