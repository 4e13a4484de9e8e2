using System.Net;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Sockets;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.EndToEnd.Tests;

/// <summary>A gateway that is told to stop by signals.</summary>
public sealed class ShutdownTests : IAsyncLifetime
{
    private readonly Workplace _workplace = new();
    private readonly HttpClient _client = new();
    private readonly Uri _address = new($"http://127.0.0.1:{FreePort.Next()}");
    private readonly Uri _internalAddress = new($"http://127.0.0.1:{FreePort.Next()}");
    private ScriptedBackend _backend = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _backend = await ScriptedBackend.StartAsync(Cancelled);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _backend.DisposeAsync();
        _workplace.Dispose();
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Told_to_stop_it_is_not_ready_at_once_serves_on_for_the_delay_and_exits_with_zero(string signal)
    {
        _backend.Answers("""{"msg":"hello"}""");
        await using var gateway = await StartAsync("00:00:10");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health/ready"));

        var toldAt = TimeProvider.System.GetTimestamp();
        await gateway.SignalAsync(signal, Cancelled);
        await Eventually.HoldsAsync(
            async () => await StatusAsync("/health/ready") == HttpStatusCode.ServiceUnavailable, "it was not ready", Cancelled);
        var notReadyAfter = TimeProvider.System.GetElapsedTime(toldAt);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health/live"));
        await AnswersAsync("still there");
        Assert.False(gateway.HasExited);
        await gateway.ExitAsync(Cancelled);

        Assert.True(gateway.ExitCode == 0, gateway.Output);
        Assert.InRange(notReadyAfter, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange(TimeProvider.System.GetElapsedTime(toldAt), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));
        Assert.Contains("Reporting not ready; closing listeners in '00:00:10'", gateway.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Told_again_it_stops_at_once(string signal)
    {
        await using var gateway = await StartAsync("00:00:20");

        // On a busy machine a check may take longer than it gives the gateway.
        await Eventually.HoldsAsync(async () => await HealthAsync() == 0, "it was healthy", Cancelled);
        await gateway.SignalAsync("TERM", Cancelled);
        await gateway.PrintsAsync("closing listeners in", Cancelled);
        Assert.Equal(1, await HealthAsync());

        var toldAt = TimeProvider.System.GetTimestamp();
        await gateway.SignalAsync(signal, Cancelled);
        await gateway.ExitAsync(Cancelled);

        Assert.True(gateway.ExitCode == 0, gateway.Output);
        Assert.InRange(TimeProvider.System.GetElapsedTime(toldAt), TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task What_came_during_the_delay_is_answered_after_it()
    {
        var answer = new TaskCompletionSource();
        _backend.Script = async (_, context) =>
        {
            await answer.Task;
            await ScriptedBackend.WriteAsync(context, """{"msg":"hello"}""");
        };
        await using var gateway = await StartAsync("00:00:02");
        await gateway.SignalAsync("TERM", Cancelled);
        var push = AnswersAsync("at the last moment");
        await Eventually.HoldsAsync(() => _backend.Calls.Count == 1, "the backend was called", Cancelled);

        await gateway.PrintsAsync("Closing the listeners", Cancelled);
        answer.SetResult();
        await push;
        await gateway.ExitAsync(Cancelled);

        Assert.True(gateway.ExitCode == 0, gateway.Output);
    }

    [Fact]
    public async Task What_hangs_is_given_up_before_Kubernetes_kills()
    {
        _backend.Script = (_, context) => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        await using var gateway = await StartAsync("00:00:05");
        await using var push = await Executable.RunAsync("Simulator", _workplace.Folder, Cancelled, "push", "--url",
            new Uri(_address, "/wx").ToString(), "--token", "t", "--text", "hi");
        var download = _client.GetAsync(new Uri(_address, "/site"), Cancelled);
        await Eventually.HoldsAsync(() => _backend.Calls.Count == 2, "both hung", Cancelled);

        var toldAt = TimeProvider.System.GetTimestamp();
        await gateway.SignalAsync("TERM", Cancelled);
        await gateway.ExitAsync(Cancelled);

        Assert.True(gateway.ExitCode == 0, gateway.Output);
        Assert.InRange(TimeProvider.System.GetElapsedTime(toldAt), TimeSpan.FromSeconds(28.5), TimeSpan.FromSeconds(30));
        Assert.Contains(
            "'1' messages of service 'shop' that no backend took are lost: only this process had them", gateway.Output,
            StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => download);
    }

    private async Task<Executable> StartAsync(string delay)
    {
        _workplace.Write("appsettings.json", $$"""
            {
              "Gateway": {
                "Urls": "{{_address.GetLeftPart(UriPartial.Authority)}}", "InternalUrls": "{{_internalAddress.GetLeftPart(UriPartial.Authority)}}", "ShutdownDelay": "{{delay}}",
                "Services": { "shop": { "AppId": "wx1", "Token": "t", "MessagePath": "/wx", "MessageBackend": "{{_backend.Address}}" } }
              },
              "ReverseProxy": {
                "Routes": { "site": { "ClusterId": "site", "Match": { "Path": "/site" } } },
                "Clusters": { "site": { "Destinations": { "one": { "Address": "{{_backend.Address}}" } } } }
              }
            }
            """);
        var gateway = Executable.Start("Gateway", _workplace.Folder, new Dictionary<string, string>());
        await gateway.PrintsAsync("Application started", Cancelled);
        Assert.False(gateway.HasExited, gateway.Output);
        return gateway;
    }

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await _client.GetAsync(new Uri(_internalAddress, path), Cancelled);
        return answer.StatusCode;
    }

    /// <summary>Asks as the health check of a container does.</summary>
    private async Task<int> HealthAsync()
    {
        await using var health = await Executable.RunAsync("Gateway", _workplace.Folder, Cancelled, "health");
        return health.ExitCode;
    }

    private async Task AnswersAsync(string text)
    {
        await using var push = await Executable.RunAsync("Simulator", _workplace.Folder, Cancelled, "push", "--url",
            new Uri(_address, "/wx").ToString(), "--token", "t", "--text", text);
        Assert.True(push.ExitCode == 0, push.Output);
        Assert.Contains("hello", push.Output, StringComparison.Ordinal);
    }
}
