using WxYarpGateway.Simulator.Platforms;

namespace WxYarpGateway.EndToEnd.Tests.Platforms;

/// <summary>A simulated platform, which the gateways serve under its name.</summary>
internal sealed class StagedPlatform
{
    public StagedPlatform(RefreshTokenMode mode)
    {
        Name = mode.ToString();
        Settings = new SimulatedPlatform
        {
            AppId = "wxcomponent" + Name,
            AppSecret = "secret-of-" + Name,
            Token = "tokenOf" + Name,
            EncodingAesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
            Switches = new PlatformSwitches { RefreshTokens = mode },
        };
    }

    /// <summary>Gets the name of the service.</summary>
    public string Name { get; }

    public SimulatedPlatform Settings { get; }

    public string AppId => Settings.AppId;

    /// <summary>Returns the AppId of an account in its care.</summary>
    public string Account(string name) => $"wx{Name}{name}";

    /// <summary>Returns the service in the gateways' configuration.</summary>
    public string ToJson() => $$"""
        "{{Name}}": {
          "Kind": "Platform", "AppId": "{{AppId}}", "AppSecret": "{{Settings.AppSecret}}", "Token": "{{Settings.Token}}",
          "EncodingAesKey": "{{Settings.EncodingAesKey}}", "AuthEventPath": "/{{Name}}/event", "MessagePath": "/{{Name}}/{appid}/message",
          "MessageBackend": "main", "EventBackend": "main", "StartTicketPush": "Never", "Sync": "00:00:00", "UserInfo": { "Append": false }
        }
        """;
}
