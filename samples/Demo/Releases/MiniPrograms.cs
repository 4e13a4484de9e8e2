using WxYarpGateway.Demo.Platform;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Platforms.Events;

namespace WxYarpGateway.Demo.Releases;

/// <summary>The mini programs of the demo. WeChat scans their code for a moment, and audits it within seconds instead of days.</summary>
internal static class MiniPrograms
{
    public const int Count = 20;

    // 小程序开发与数据分析权限: without it a platform may not touch the code.
    private const int CodePermission = 18;

    private static readonly TimeSpan Audit = TimeSpan.FromSeconds(1);

    /// <summary>Gets the AppIds.</summary>
    public static IReadOnlyList<string> AppIds { get; } = [.. Enumerable.Range(1, Count).Select(number => $"wxdemomini{number:00000000}")];

    /// <summary>Opens the accounts, and has each authorize the platform.</summary>
    public static async Task AuthorizeAsync(WeChatSimulator weChat, CancellationToken cancellationToken)
    {
        weChat.Code.AddTemplate(SimulatedConsole.Component, new CodeTemplate { Id = 12, UserVersion = "3.2.0", UserDesc = "新首页" });
        foreach (var (index, appId) in AppIds.Index())
        {
            weChat.AddAccount(new SimulatedAccount
            {
                AppId = appId,
                Name = $"海风小店{index + 1}",
                OriginalId = $"gh_demo_mini_{index + 1}",
                Kind = AccountKind.MiniProgram,
                Code = new CodeSwitches { PrivacyScan = TimeSpan.Zero, AuditAfter = Audit },
            });
            await weChat.Platforms.AuthorizeAsync(
                SimulatedConsole.Component,
                appId,
                new AuthorizationOptions { PermissionSets = [CodePermission], EventTiming = EventTiming.BeforeRedirect },
                cancellationToken);
        }
    }
}
