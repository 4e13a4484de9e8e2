using WxYarpGateway.Simulator.Commands;
using WxYarpGateway.Simulator.Tests.ReleaseChecks;
using WxYarpGateway.Testing.Sockets;

namespace WxYarpGateway.Simulator.Tests.Commands;

public sealed class ReleaseCheckCommandTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    [Theory]
    [InlineData("", 0, "WeChat would release the platform.")]
    [InlineData("event", 0, "(no)   event")]
    [InlineData("text", 1, "WeChat would not release the platform: 10 steps failed.")]
    public async Task It_prints_a_verdict_for_each_step_and_exits_by_the_verdict(string fails, int exitCode, string told)
    {
        await using var platform = await ReleaseReadyPlatform.StartAsync(fails);
        var urls = FreeUrl();
        platform.WeChat = new Uri(urls);

        Assert.Equal(exitCode, await CheckAsync(platform, urls, "--timeout", "30"));
        Assert.Contains(told, _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(31, _output.ToString().Split('\n').Count(line => line.StartsWith("  ok", StringComparison.Ordinal)
            || line.StartsWith("  FAIL", StringComparison.Ordinal) || line.StartsWith("  (no)", StringComparison.Ordinal)));
        Assert.DoesNotContain(ReleaseReadyPlatform.Secret, _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_platform_and_its_URLs_may_come_from_a_file()
    {
        await using var platform = await ReleaseReadyPlatform.StartAsync();
        var urls = FreeUrl();
        platform.WeChat = new Uri(urls);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            $$"""
            {
              "urls": "{{urls}}", "accounts": [{ "appId": "wx1" }],
              "platforms": [{
                "appId": "{{ReleaseReadyPlatform.AppId}}", "appSecret": "{{ReleaseReadyPlatform.Secret}}", "token": "{{ReleaseReadyPlatform.Token}}",
                "encodingAesKey": "{{ReleaseReadyPlatform.Key}}", "messageUrl": "{{platform.MessageUrl}}",
                "eventUrl": "{{platform.MessageUrl.Replace("$APPID$/message", "event", StringComparison.Ordinal)}}",
                "authorizers": [{ "appId": "wx1" }]
              }]
            }
            """,
            TestContext.Current.CancellationToken);

        Assert.Equal(0, await RunAsync("release-check", "--config", file, "--timeout", "30"));
        File.Delete(file);
    }

    [Theory]
    [InlineData("--url", null, "--url")]
    [InlineData("--app-secret", null, "--app-secret")]
    [InlineData("--url", "http://127.0.0.1:1/wx", "$APPID$")]
    [InlineData("--url", "saas/$APPID$", "must be a URL")]
    [InlineData("--event-url", "event", "must be a URL")]
    [InlineData("--aes-key", "hush", "must have 43 characters")]
    [InlineData("--timeout", "0", "above 0")]
    [InlineData("--config", "/no/such/file", "/no/such/file")]
    public async Task A_wrong_option_exits_with_2(string option, string? value, string reason)
    {
        var options = new Dictionary<string, string>
        {
            ["--url"] = "http://127.0.0.1:1/$APPID$",
            ["--app-id"] = "a",
            ["--app-secret"] = "hush",
            ["--token"] = "t",
            ["--aes-key"] = ReleaseReadyPlatform.Key,
        };
        options.Remove(option);
        string[] changed = value is null ? [] : [option, value];
        string[] all = ["release-check", .. options.SelectMany(pair => new[] { pair.Key, pair.Value }), .. changed];

        Assert.Equal(2, await RunAsync(all));
        Assert.Contains(reason, _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_says_what_else_there_is()
    {
        await using var other = await WeChatSimulator.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        await using var platform = await ReleaseReadyPlatform.StartAsync();

        Assert.Equal(1, await CheckAsync(platform, other.Address.GetLeftPart(UriPartial.Authority)));
        Assert.Contains("/simulator/release-check", _error.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private static string FreeUrl() => $"http://127.0.0.1:{FreePort.Next()}";

    private Task<int> CheckAsync(ReleaseReadyPlatform platform, string urls, params string[] more) => RunAsync(
    [
        "release-check", "--url", platform.MessageUrl, "--urls", urls,
        "--app-id", ReleaseReadyPlatform.AppId, "--app-secret", ReleaseReadyPlatform.Secret,
        "--token", ReleaseReadyPlatform.Token, "--aes-key", ReleaseReadyPlatform.Key, .. more,
    ]);

    private Task<int> RunAsync(params string[] arguments) =>
        new SimulatorCommands(_output, _error).RunAsync(arguments, TestContext.Current.CancellationToken);
}
