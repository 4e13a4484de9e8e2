using WxYarpGateway.Chaos.Stage;
using WxYarpGateway.Chaos.Traffic;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Chaos.Platforms;

/// <summary>
/// The third-party platform of a run. Its refresh tokens change each time they are used, and access tokens live so short that all of them
/// are renewed while things break.
/// </summary>
internal sealed class ChaosPlatform(WeChatSimulator weChat)
{
    public const string Name = "saas";
    public const string AppId = "wxchaoscomponent";

    /// <summary>The accounts that stay, and to which users write.</summary>
    public static readonly IReadOnlyList<string> Steady = [.. Enumerable.Range(1, 4).Select(number => $"wxsteady{number}")];

    private static readonly TimeSpan TokenLifetime = TimeSpan.FromSeconds(24);

    public SimulatedPlatform Settings { get; } = new()
    {
        AppId = AppId,
        AppSecret = "chaos-secret-of-platform",
        Token = "chaosTokenOfPlatform",
        EncodingAesKey = ChaosStage.NewAesKey(),
        Switches = new PlatformSwitches
        {
            RefreshTokens = RefreshTokenMode.RotateEachTime,
            AuthorizerTokenLifetime = TokenLifetime,
            EventDeliveries = 4,
        },
    };

    /// <summary>Gets what must be in no log.</summary>
    public IEnumerable<string> Secrets
        => [Settings.AppSecret, Settings.Token, Settings.EncodingAesKey, .. weChat.Platforms.Codes.Select(code => code.Code)];

    /// <summary>Begins to push tickets, with accounts that have not authorized anybody yet.</summary>
    public void Begin(Uri door)
    {
        Settings.EventUrl = new Uri(door, $"/{Name}/event");
        weChat.AddPlatform(Settings);
        foreach (var appId in Steady)
        {
            AddAccount(appId);
            for (var user = 0; user < ChaosStage.Users; user++)
            {
                weChat.AddUser(appId, new SimulatedUser { OpenId = MessageText.OpenIdOf(user), Nickname = "Somebody" });
            }
        }
    }

    public void AddAccount(string appId) => weChat.AddAccount(new SimulatedAccount { AppId = appId, OriginalId = "gh_" + appId });

    /// <summary>Returns the service in the gateways' configuration.</summary>
    public string ToJson() => $$"""
        "{{Name}}": {
          "Kind": "Platform", "AppId": "{{AppId}}", "AppSecret": "{{Settings.AppSecret}}", "Token": "{{Settings.Token}}",
          "EncodingAesKey": "{{Settings.EncodingAesKey}}", "AuthEventPath": "/{{Name}}/event",
          "MessagePath": "/{{Name}}/{appid}/message", "MessageBackend": "all", "StartTicketPush": "Never", "Sync": "00:00:00"
        }
        """;
}
