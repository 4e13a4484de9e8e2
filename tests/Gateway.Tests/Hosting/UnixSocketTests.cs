using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Tests.Commands;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Hosting;

/// <summary>The gateway on a unix domain socket, also where one was killed.</summary>
public sealed class UnixSocketTests : IDisposable
{
    private readonly Workplace _workplace = new();

    public UnixSocketTests()
    {
        _workplace.Write("appsettings.json", "{}");
    }

    public void Dispose() => _workplace.Dispose();

    private string SocketPath => Path.Combine(_workplace.Folder, "gateway.sock");

    [Fact]
    public async Task A_socket_that_a_killed_process_left_is_taken_over_and_none_is_left_in_the_end()
    {
        await LeaveSocketAsync();

        Assert.Equal(HttpStatusCode.NotFound, await RunAndAskAsync());
        Assert.False(File.Exists(SocketPath));

        // And where there was none.
        Assert.Equal(HttpStatusCode.NotFound, await RunAndAskAsync());
    }

    [Fact]
    public async Task A_socket_that_somebody_listens_on_is_left_alone()
    {
        using var other = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        other.Bind(new UnixDomainSocketEndPoint(SocketPath));
        other.Listen();

        var result = await CommandLine.RunAsync(_workplace.Environment, Arguments());

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(
            $"The gateway does not start: it cannot listen on http://unix:{SocketPath};http://127.0.0.1:0 (somebody listens on " +
                $"{SocketPath}).",
            Assert.Single(result.Error),
            StringComparison.Ordinal);
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("pipe")]
    [InlineData("folder")]
    public async Task What_is_no_socket_is_never_deleted(string kind)
    {
        switch (kind)
        {
            case "file":
                await File.WriteAllTextAsync(SocketPath, "precious", TestContext.Current.CancellationToken);
                break;
            case "pipe":
                using (var mkfifo = Process.Start("mkfifo", SocketPath))
                {
                    await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
                }

                break;
            default:
                Directory.CreateDirectory(SocketPath);
                break;
        }

        var result = await CommandLine.RunAsync(_workplace.Environment, Arguments());

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            kind == "folder" ? "is a folder" : "is there, and is no socket",
            Assert.Single(result.Error),
            StringComparison.Ordinal);
        Assert.True(Path.Exists(SocketPath));
    }

    [Fact]
    public async Task A_path_that_is_too_long_is_an_error()
    {
        var result = await CommandLine.RunAsync(
            _workplace.Environment,
            "validate",
            $"--Gateway:Urls=http://unix:/{new string('s', ListenAddress.LongestSocketPath)}");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Gateway:Urls must have a socket path of at most 107 bytes", result.Error[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("10.0.0.5", "198.51.100.7")]
    public async Task The_proxy_on_the_socket_is_believed_when_there_are_proxies_to_believe(string? proxy, string seen)
    {
        await using var backend = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        await using var gateway = await RunningGateway.StartAsync(
            new()
            {
                ["Gateway:Urls"] = $"http://unix:{SocketPath}",
                ["Gateway:KnownProxies:0"] = proxy,
                ["ReverseProxy:Routes:site:ClusterId"] = "site",
                ["ReverseProxy:Routes:site:Match:Path"] = "/site",
                ["ReverseProxy:Clusters:site:Destinations:one:Address"] = backend.Address,
            },
            TestContext.Current.CancellationToken);

        await AskAsync("site");

        Assert.Equal(seen, backend.OnlyCall.Headers["X-Forwarded-For"].ToString());
    }

    private string[] Arguments() =>
    [
        $"--Gateway:Urls=http://unix:{SocketPath}", "--Gateway:InternalUrls=http://127.0.0.1:0", "--Gateway:ShutdownDelay=00:00:00",
        "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.AspNetCore=None",
    ];

    private async Task LeaveSocketAsync()
    {
        const string Script = "import os,socket,sys; s=socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(); " +
            "os.kill(os.getpid(), 9)";
        using var killed = Process.Start("python3", ["-c", Script, SocketPath]);
        await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(File.Exists(SocketPath));
    }

    private async Task<HttpStatusCode> RunAndAskAsync()
    {
        using var stop = new CancellationTokenSource();
        var running = CommandLine.RunAsync(_workplace.Environment, stop.Token, Arguments());
        HttpStatusCode? status = null;
        await Eventually.HoldsAsync(
            async () => running.IsCompleted || (status = await AskAsync()) is not null,
            "it answered",
            TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        var result = await running;

        Assert.Empty(result.Error);
        Assert.Equal(0, result.ExitCode);
        return status!.Value;
    }

    private async Task<HttpStatusCode?> AskAsync(string path = "nowhere")
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://gateway/{path}"));
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", "198.51.100.7");
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
