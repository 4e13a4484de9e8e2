using System.Text.Json;
using WxYarpGateway.Demo.Platform;

namespace WxYarpGateway.Demo.Releases;

/// <summary>Brings a version to twenty mini programs by the gateway's own verb <c>platform release</c>.</summary>
internal static class ReleaseShow
{
    private static readonly string Order = $$"""
        {
          "name": "3.2.0",
          "to": { "appids": [{{string.Join(", ", MiniPrograms.AppIds.Select(appId => $"\"{appId}\""))}}] },
          "template_id": 12, "user_version": "3.2.0", "user_desc": "新首页",
          "ext_json": { "extAppid": "$APPID$" },
          "at_once": 4
        }
        """;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns the verb's exit code: 0 when every mini program has the version.</summary>
    public static async Task<int> RunAsync(Printout printout, bool once, CancellationToken cancellationToken)
    {
        await using var stage = await PlatformStage.StartAsync(viewer: null, FreePort.UrlOf(7081), cancellationToken);
        printout.Write(
            "",
            "  One order brings a version to many mini programs: commit, privacy scan, audit, release.",
            "",
            $"    WeChat (simulated)  {stage.WeChat.Address}",
            $"    gateway             for operators {stage.InternalAddress}",
            "",
            $"  {MiniPrograms.Count} mini programs authorize the platform …");
        await stage.EventAsync("component_verify_ticket", cancellationToken);
        await MiniPrograms.AuthorizeAsync(stage.WeChat, cancellationToken);
        await KnownAsync(stage, cancellationToken);

        var order = Directory.CreateTempSubdirectory("wxyarpgateway-demo-");
        try
        {
            var file = Path.Combine(order.FullName, "order.json");
            await File.WriteAllTextAsync(file, Order, cancellationToken);
            string[] command =
                ["platform", "release", file, "--platform", GatewaySettings.Service, "--url", $"{stage.InternalAddress}".TrimEnd('/')];
            printout.Write("", $"  $ gateway {string.Join(' ', command).Replace(file, "order.json", StringComparison.Ordinal)}", "");
            var exitCode = await Gateway.Program.Main(command);
            if (!once && exitCode == 0)
            {
                printout.Write(
                    "",
                    "  It keeps running; Ctrl+C ends it. See what became of it:",
                    $"    curl {stage.InternalAddress}platform/saas/releases");
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return exitCode;
        }
        finally
        {
            order.Delete(recursive: true);
        }
    }

    private static async Task KnownAsync(PlatformStage stage, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await stage.AskAsync("/authorizers?kind=MiniProgram&status=Authorized&limit=100", body: null, cancellationToken);
            using var known = JsonDocument.Parse(answer);
            if (known.RootElement.GetProperty("authorizers").GetArrayLength() == MiniPrograms.Count)
            {
                return;
            }

            await Task.Delay(BetweenLooks, cancellationToken);
        }
    }
}
