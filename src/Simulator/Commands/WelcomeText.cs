using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms;

namespace WxYarpGateway.Simulator.Commands;

/// <summary>The text that <c>serve</c> prints: the accounts, the gateway's configuration, and what to try. It has no secrets.</summary>
internal sealed record WelcomeText(Uri Address, IReadOnlyList<SimulatedAccount> Accounts, IReadOnlyList<SimulatedPlatform> Platforms)
{
    private string Origin => Address.GetLeftPart(UriPartial.Authority);

    private string Secrets => Accounts[0].AppId == DemoAccount.AppId
        ? "src/Simulator/README.md has the demo account's secret and token."
        : "The secrets are the ones that you configured.";

    // Only platforms need the host of the desktop's authorization page.
    private string MpUrl => Platforms.Count == 0 ? "" : $", \"MpUrl\": \"{Origin}\"";

    private string Services => Platforms.Count == 0
        ? $"\"demo\": {ServiceOf(Accounts[0])}"
        : $"\"saas\": {ServiceOf(Platforms[0])}";

    private string PlatformLines => Platforms.Count == 0
        ? ""
        : $"{Environment.NewLine}Platforms{Environment.NewLine}"
            + string.Concat(Platforms.Select(platform => $"{LineOf(platform)}{Environment.NewLine}"));

    public override string ToString() => $$"""
        WeChat in a box listens on {{Origin}}

        Accounts
        {{string.Join(Environment.NewLine, Accounts.Select(LineOf))}}
        {{PlatformLines}}
        Point the gateway at it, below "Gateway" in its appsettings.json
          "WeChat": { "ApiUrl": "{{Origin}}", "OpenUrl": "{{Origin}}"{{MpUrl}} }
          "Services": { {{Services}} }
        {{Secrets}}

        Then push a user's message from another terminal, and read the chat
          curl {{Origin}}/simulator/push -d '{"appId":"{{Accounts[0].AppId}}","text":"hi"}'
          curl {{Origin}}/simulator/chats

        More: docs/simulator.md. Ctrl+C stops it.

        """;

    private static string LineOf(SimulatedAccount account) =>
        $"  {account.AppId}   {account.Encryption.ToString().ToLowerInvariant()}, {account.Format.ToString().ToUpperInvariant()}"
        + (account.Kind == AccountKind.MiniProgram ? ", mini program" : "")
        + $"   pushes to {account.GatewayUrl?.ToString() ?? "no URL yet"}";

    private static string ServiceOf(SimulatedAccount account)
    {
        var key = account.EncodingAesKey is null ? "" : "\"EncodingAesKey\": \"…\", ";
        var path = account.GatewayUrl?.AbsolutePath ?? "/wx";
        return $$"""{ "AppId": "{{account.AppId}}", "AppSecret": "…", "Token": "…", {{key}}"MessagePath": "{{path}}" }""";
    }

    private static string LineOf(SimulatedPlatform platform) =>
        $"  {platform.AppId}   {platform.Authorizers.Count} authorizers   events to {platform.EventUrl?.ToString() ?? "no URL yet"}"
        + $"   messages to {platform.MessageUrl?.OriginalString ?? "no URL yet"}";

    private static string ServiceOf(SimulatedPlatform platform)
    {
        var events = platform.EventUrl?.AbsolutePath ?? "/wx/saas/event";
        var messages = platform.MessageUrl?.AbsolutePath.Replace(SimulatedPlatform.AppIdMark, "{appid}", StringComparison.Ordinal)
            ?? "/wx/saas/{appid}/message";
        return $$"""
            { "Kind": "Platform", "AppId": "{{platform.AppId}}", "AppSecret": "…", "Token": "…", "EncodingAesKey": "…",
                "AuthEventPath": "{{events}}", "MessagePath": "{{messages}}" }
            """;
    }
}
