using System.Net;
using System.Net.Sockets;
using WxYarpGateway.Gateway.Tests.Access;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Commands;

public sealed class HealthCommandTests : IDisposable
{
    private readonly Workplace _workplace = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _workplace.Dispose();

    [Theory]
    [InlineData("http://127.0.0.1:{0}")]
    [InlineData("http://0.0.0.0:{0}")]
    [InlineData("http://*:{0}")]
    public async Task It_asks_the_gateway_that_runs_with_the_same_configuration(string internalUrls)
    {
        var url = string.Format(System.Globalization.CultureInfo.InvariantCulture, internalUrls, FreePort.Next());
        _workplace.Write("appsettings.json", $$"""
            { "Gateway": { "Urls": "http://127.0.0.1:0", "InternalUrls": "{{url}}", "InternalApiKeys": { "crm": "{{InternalListenerTests.DigestOf("key")}}" }, "ShutdownDelay": "00:00:00" } }
            """);
        using var stop = new CancellationTokenSource();
        var running = CommandLine.RunAsync(
            _workplace.Environment, stop.Token, "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.AspNetCore=None");
        await Eventually.HoldsAsync(async () => running.IsCompleted
            || (await CommandLine.RunAsync(_workplace.Environment, "health")).ExitCode == 0, "it was ready", Cancelled);

        var result = await CommandLine.RunAsync(_workplace.Environment, "health");
        await stop.CancelAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["{", "  \"status\": \"ready\"", "}"], result.Output);
        Assert.Equal(0, (await running).ExitCode);
        Assert.Equal(1, (await CommandLine.RunAsync(_workplace.Environment, "health")).ExitCode);
    }

    [Fact]
    public async Task With_nobody_there_it_says_so()
    {
        var port = FreePort.Next();

        var result = await CommandLine.RunAsync(_workplace.Environment, "health", $"--Gateway:InternalUrls=http://127.0.0.1:{port}");

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.StartsWith(
            $"No gateway answers at http://127.0.0.1:{port}/health/ready: ", Assert.Single(result.Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_hangs_is_given_up_after_three_seconds()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var startedAt = TimeProvider.System.GetTimestamp();

        var result = await CommandLine.RunAsync(
            _workplace.Environment, "health", $"--Gateway:InternalUrls=http://127.0.0.1:{((IPEndPoint)mute.LocalEndpoint).Port}");

        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith(": it takes too long.", Assert.Single(result.Error), StringComparison.Ordinal);
        Assert.InRange(TimeProvider.System.GetElapsedTime(startedAt), TimeSpan.FromSeconds(2.9), TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("nowhere")]
    public async Task An_address_that_cannot_be_asked_is_named(string url)
    {
        var result = await CommandLine.RunAsync(_workplace.Environment, "health", $"--Gateway:InternalUrls={url}");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("Gateway:InternalUrls names no address that can be asked", Assert.Single(result.Error), StringComparison.Ordinal);
    }
}
