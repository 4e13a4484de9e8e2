using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Time;
using Workplace = WxYarpGateway.Gateway.Tests.Configuration.Workplace;

namespace WxYarpGateway.Gateway.Tests.Commands;

/// <summary>What the executable itself prints when it cannot start: all of it.</summary>
public sealed class StartedProcessTests : IDisposable
{
    // The state of a socket that listens, as Linux writes it.
    private const string Listening = "0A";

    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task A_port_in_use_is_one_sentence_and_no_stack_trace()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";
        _workplace.Write("appsettings.json", $$"""{ "Gateway": { "Urls": "{{url}}", "InternalUrls": "http://127.0.0.1:0", "Services": { "shop": { "AppId": "wx1", "Token": "t", "MessagePath": "/wx" } } } }""");

        var (exitCode, output, error) = await RunAsync();

        Assert.Equal(1, exitCode);
        Assert.Equal(
            $"The gateway does not start: it cannot listen on {url} (Address already in use). Change Gateway:Urls, " +
                "Gateway:InternalUrls or Gateway:CloudRunUrls, or stop what listens there.", error.Trim());
        Assert.DoesNotContain("Exception", output, StringComparison.Ordinal);
        Assert.DoesNotContain(" at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_are_printed_and_nothing_else()
    {
        _workplace.Write("appsettings.json", """{ "Gateway": { "Services": { "shop": { "AppId": "wx1", "Token": "very secret" } } } }""");

        var (exitCode, output, error) = await RunAsync();

        Assert.Equal(2, exitCode);
        Assert.Equal("", output);
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Equal(
            "appsettings.json: Gateway:Services:shop:Token must be printable text without spaces. Copy it again from the WeChat console.",
                lines[0]);
        Assert.StartsWith("The gateway does not start: its configuration has 1 error. Correct the file, then check it with: ", lines[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verb_of_the_database_says_nothing_of_a_gateway_that_goes_on()
    {
        _workplace.Write("appsettings.json", """{ "Gateway": { "Database": { "Migrate": false } } }""");
        var assembly = Path.Combine(AppContext.BaseDirectory, "WxYarpGateway.Gateway.dll");
        await using var verb = Executable.StartAssembly(
            assembly, _workplace.Folder, new Dictionary<string, string>(), "database", "verify");
        await verb.ExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, verb.ExitCode);
        Assert.Contains("The database is not available: ", verb.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Pushes are served without the database", verb.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_is_named_as_a_source()
    {
        _workplace.Write("appsettings.json", """{ "Gateway": { "Services": { "shop": { "AppId": "wx1", "Token": "t" } } } }""");

        var (exitCode, _, error) = await RunAsync(
            ("Gateway__Services__shop__EncodingAesKey", "short"), ("ASPNETCORE_URLS", "http://127.0.0.1:1"));

        Assert.Equal(2, exitCode);
        Assert.StartsWith(
            "environment: Gateway:Services:shop:EncodingAesKey must have 43 characters; it has 5. Copy it again from the WeChat console.",
                error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(""" "Records": { "Keep": "1.00:00:00" }, """, true)]
    public async Task Nothing_of_the_database_is_loaded_before_the_configuration_needs_it(string section, bool isLoaded)
    {
        _workplace.Write("appsettings.json", $$"""{ "Gateway": { {{section}} "Urls": "http://127.0.0.1:0", "InternalUrls": "http://127.0.0.1:0", "Services": { "shop": { "AppId": "wx1", "Token": "t", "MessagePath": "/wx" } } } }""");
        var assembly = Path.Combine(AppContext.BaseDirectory, "WxYarpGateway.Gateway.dll");
        await using var gateway = Executable.StartAssembly(assembly, _workplace.Folder, new Dictionary<string, string>());
        await gateway.PrintsAsync("Application started", TestContext.Current.CancellationToken, TimeSpan.FromMinutes(2));
        Assert.False(gateway.HasExited, gateway.Output);

        // The rehearsal has ended when only the gateway's own two listeners are left.
        await Eventually.HoldsAsync(
            () => ListenersOf(gateway.ProcessId) == 2, "the rehearsal had ended", TestContext.Current.CancellationToken);

        // The runtime maps each assembly that it loads.
        var maps = await File.ReadAllTextAsync($"/proc/{gateway.ProcessId}/maps", TestContext.Current.CancellationToken);

        Assert.Equal(isLoaded, maps.Contains("Microsoft.EntityFrameworkCore.dll", StringComparison.Ordinal));
        Assert.Equal(isLoaded, maps.Contains("e_sqlite3", StringComparison.Ordinal));
        Assert.DoesNotContain("System.Private.Xml.dll", maps, StringComparison.Ordinal);
    }

    /// <summary>Returns the number of sockets on which a process of this machine listens.</summary>
    private static int ListenersOf(int process)
    {
        var sockets = Directory.GetFiles($"/proc/{process}/fd").Select(file => new FileInfo(file).LinkTarget).ToHashSet();
        return File.ReadLines($"/proc/{process}/net/tcp").Concat(File.ReadLines($"/proc/{process}/net/tcp6")).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(columns => columns is [_, _, _, Listening, _, _, _, _, _, var inode, ..] && sockets.Contains($"socket:[{inode}]"));
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "WxYarpGateway.Gateway.dll")])
        {
            WorkingDirectory = _workplace.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
