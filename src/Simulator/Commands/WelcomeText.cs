using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Commands;

/// <summary>The text that <c>serve</c> prints: the accounts, the gateway's configuration, and what to try. It has no secrets.</summary>
internal sealed record WelcomeText(Uri Address, IReadOnlyList<SimulatedAccount> Accounts)
{
    private string Origin => Address.GetLeftPart(UriPartial.Authority);

    private string Secrets => Accounts[0].AppId == DemoAccount.AppId
        ? "src/Simulator/README.md has the demo account's secret and token."
        : "The secrets are the ones that you configured.";

    public override string ToString() => $$"""
        WeChat in a box listens on {{Origin}}

        Accounts
        {{string.Join(Environment.NewLine, Accounts.Select(LineOf))}}

        Point the gateway at it, below "Gateway" in its appsettings.json
          "WeChat": { "ApiUrl": "{{Origin}}", "OpenUrl": "{{Origin}}" }
          "Services": { "demo": {{ServiceOf(Accounts[0])}} }
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
}
