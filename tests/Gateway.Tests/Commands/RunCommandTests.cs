using System.Net;
using System.Net.Sockets;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Commands;

public sealed class RunCommandTests : IDisposable
{
    private const string Quiet = "--Logging:LogLevel:Default=None";
    private const string QuietFramework = "--Logging:LogLevel:Microsoft.AspNetCore=None";

    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task Errors_keep_it_from_starting_and_are_all_printed()
    {
        _workplace.Write("appsettings.json", """{ "Gateway": { "Services": { "shop": { "AppId": "wx1", "Token": "", "Encryption": "Safe" } } } }""");

        var result = await CommandLine.RunAsync(_workplace.Environment);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(3, result.Error.Length);
        Assert.Equal("appsettings.json: Gateway:Services:shop:Token is missing. Copy it from the WeChat console.", result.Error[0]);
        Assert.Equal(
            "appsettings.json: Gateway:Services:shop:EncodingAesKey is missing, and Encryption is Safe. Copy it from the WeChat console, " +
                "or set Encryption to Plaintext.", result.Error[1]);
        Assert.StartsWith("The gateway does not start: its configuration has 2 errors. Correct the file, then check it with: ",
            result.Error[2], StringComparison.Ordinal);
        Assert.EndsWith(" validate", result.Error[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_told_in_one_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        _workplace.Write("appsettings.json", $$"""{ "Gateway": { "Urls": "http://127.0.0.1:{{port}}", "InternalUrls": "http://127.0.0.1:0" } }""");

        var result = await CommandLine.RunAsync(_workplace.Environment, Quiet, QuietFramework);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            [$"The gateway does not start: it cannot listen on http://127.0.0.1:{port} (Address already in use). " +
                $"Change Gateway:Urls, Gateway:InternalUrls or Gateway:CloudRunUrls, or stop what listens there."], result.Error);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_told_in_one_sentence()
    {
        // 192.0.2.0/24 is nobody's (RFC 5737).
        _workplace.Write("appsettings.json", """{ "Gateway": { "Urls": "http://192.0.2.1:7080", "InternalUrls": "http://127.0.0.1:0" } }""");

        var result = await CommandLine.RunAsync(_workplace.Environment, Quiet, QuietFramework);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("The gateway does not start: it cannot listen on http://192.0.2.1:7080;http://127.0.0.1:0 (",
            Assert.Single(result.Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_listens_where_its_configuration_says_and_stops_when_told()
    {
        var port = FreePort.Next();
        _workplace.Write("appsettings.json", $$"""{ "Gateway": { "Urls": "http://127.0.0.1:{{port}} ; http://localhost:{{port + 1}}", "InternalUrls": "http://127.0.0.1:0" } }""");
        using var stop = new CancellationTokenSource();
        using var client = new HttpClient();

        // ASP.NET Core's own settings for addresses have no say.
        var running = CommandLine.RunAsync(_workplace.Environment, stop.Token, Quiet, QuietFramework, "--Gateway:ShutdownDelay=00:00:00",
            "--urls=http://127.0.0.1:1", "--http_ports=2", "--environment=Development");
        await Eventually.HoldsAsync(() => running.IsCompleted || Listens(port), "it listened", TestContext.Current.CancellationToken);
        Assert.False(running.IsCompleted);
        using var answer = await client.GetAsync(
            new Uri($"http://127.0.0.1:{port}/nowhere?secret=1"), TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        var result = await running;

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("vaidate")]
    [InlineData("validate", "a.json", "b.json")]
    [InlineData("--Gateway:Urls", "http://127.0.0.1:1")]
    public async Task A_misspelt_command_does_not_start_a_gateway(params string[] arguments)
    {
        var result = await CommandLine.RunAsync(_workplace.Environment, arguments);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            "is neither a command nor a setting --Key=value. See --help.", Assert.Single(result.Error), StringComparison.Ordinal);
    }

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
