using WxYarpGateway.EndToEnd.Tests.Processes;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Sockets;

namespace WxYarpGateway.EndToEnd.Tests.Deploy;

/// <summary>What the deployments promise of the images: they need no place to write, no user, no rights and no home.</summary>
public sealed class ConfinedTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task Where_they_run_nothing_can_be_written()
    {
        await using var touch = await Confinement.StartCommandAsync(_workplace.Folder, "touch", Path.Combine(_workplace.Folder, "written"));
        await touch.ExitAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, touch.ExitCode);
        Assert.False(File.Exists(Path.Combine(_workplace.Folder, "written")));
    }

    [Fact]
    public async Task The_gateway_serves_there_is_edited_and_stops_when_told()
    {
        var file = _workplace.Write("gateway.json", Configuration("shop"));
        await using var gateway = await Confinement.StartAsync(
            "Gateway", _workplace.Folder, new Dictionary<string, string> { ["GATEWAY_CONFIG"] = file });
        await gateway.PrintsAsync("Service 'shop' takes pushes", TestContext.Current.CancellationToken);
        var address = await gateway.ListensAsync(TestContext.Current.CancellationToken);

        await AnswersAsync(address, "shop");
        await File.WriteAllTextAsync(file, Configuration("shop", "second"), TestContext.Current.CancellationToken);
        await gateway.PrintsAsync("services '2'", TestContext.Current.CancellationToken);
        await AnswersAsync(address, "second");

        await gateway.TerminateAsync(TestContext.Current.CancellationToken);
        Assert.True(gateway.ExitCode == 0, gateway.Output);
        Assert.Equal([file], Directory.GetFileSystemEntries(_workplace.Folder));
    }

    [Theory]
    [InlineData("Simulator", "serve", "--urls")]
    [InlineData("EchoBackend", "--urls")]
    public async Task So_do_what_else_the_demo_profile_runs(string project, params string[] arguments)
    {
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        await using var process = await Confinement.StartAsync(
            project, _workplace.Folder, new Dictionary<string, string>(), [.. arguments, address]);

        Assert.Equal(new Uri(address), await process.ListensAsync(TestContext.Current.CancellationToken));
        await process.TerminateAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, process.Output);
        Assert.Empty(Directory.GetFileSystemEntries(_workplace.Folder));
    }

    private async Task AnswersAsync(Uri address, string service)
    {
        await using var push = await Executable.RunAsync(
            "Simulator", _workplace.Folder, TestContext.Current.CancellationToken, "push", "--url",
                new Uri(address, "/" + service).ToString(), "--token", "token-" + service, "--text", "hello");
        Assert.True(push.ExitCode == 0, push.Output);
    }

    private static string Configuration(params string[] services)
    {
        var entries = services.Select(service => $$"""
            "{{service}}": { "AppId": "wx{{service}}", "Token": "token-{{service}}", "MessagePath": "/{{service}}" }
            """);
        return $$"""{ "Gateway": { "Urls": "http://127.0.0.1:0", "InternalUrls": "http://127.0.0.1:0", "ShutdownDelay": "00:00:00", "Services": { {{string.Join(", ", entries)}} } } }""";
    }
}
