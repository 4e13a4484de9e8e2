using WxYarpGateway.EndToEnd.Tests.Replicas;
using WxYarpGateway.Testing.Processes;
using WxYarpGateway.Testing.Sockets;

namespace WxYarpGateway.EndToEnd.Tests;

/// <summary>The check before a platform's release (全网发布), as an operator runs it: two processes.</summary>
public sealed class ReleaseCheckTests : IDisposable
{
    private const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private const string Secret = "component-secret";

    private readonly Workplace _workplace = new();
    private readonly string _weChat = $"http://127.0.0.1:{FreePort.Next()}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _workplace.Dispose();

    [Theory]
    [InlineData("true", "60", 0, "WeChat would release the platform.")]
    [InlineData("false", "1", 1, "WeChat would not release the platform: 20 steps failed.")]
    public async Task It_has_a_verdict_for_each_step_of_the_ten_test_accounts(string answers, string timeout, int exitCode, string told)
    {
        var file = _workplace.Write("gateway.json", $$"""
            {
              "Gateway": {
                "ShutdownDelay": "00:00:00",
                "WeChat": { "ApiUrl": "{{_weChat}}" },
                "Services": {
                  "saas": {
                    "Kind": "Platform", "AppId": "wxcomponent", "AppSecret": "{{Secret}}", "Token": "token", "EncodingAesKey": "{{Key}}",
                    "AuthEventPath": "/wx/saas/event", "MessagePath": "/wx/saas/{appid}/message",
                    "ReleaseCheck": {{answers}}, "StartTicketPush": "Never", "Sync": "00:00:00"
                  }
                }
              }
            }
            """);
        var data = new Dictionary<string, string> { ["GATEWAY_DATA_DIR"] = Path.Combine(_workplace.Folder, "data") };
        await using var gateway = await Replica.StartAsync(_workplace, file, data, Cancelled);

        await using var check = Executable.Start(
            "Simulator", _workplace.Folder, new Dictionary<string, string>(),
            "release-check", "--url", $"{gateway.Address}wx/saas/$APPID$/message", "--urls", _weChat,
            "--app-id", "wxcomponent", "--app-secret", Secret, "--token", "token", "--aes-key", Key, "--timeout", timeout);
        await check.ExitAsync(Cancelled, TimeSpan.FromMinutes(5));

        Assert.True(check.ExitCode == exitCode, check.Output + gateway.Process.Output);
        Assert.Contains(told, check.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, check.Output + gateway.Process.Output, StringComparison.Ordinal);
    }
}
