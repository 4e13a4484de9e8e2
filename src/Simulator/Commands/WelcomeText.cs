using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Commands;

/// <summary>Says what is served, how a gateway is pointed at it, and what to try; no secret is among it.</summary>
internal sealed record WelcomeText(Uri Address, IReadOnlyList<SimulatedAccount> Accounts)
{
    private string Origin => Address.GetLeftPart(UriPartial.Authority);

    public override string ToString() => $$"""
        WeChat in a box listens on {{Origin}}

        Accounts
        {{string.Join(Environment.NewLine, Accounts.Select(LineOf))}}

        Point the gateway at it, below "Gateway" in its appsettings.json
          "WeChat": { "ApiUrl": "{{Origin}}", "OpenUrl": "{{Origin}}" }
          "Services": { "demo": {{ServiceOf(Accounts[0])}} }
        {{(Accounts[0].AppId == DemoAccount.AppId ? "The demo account's secret and token are in src/Simulator/README.md." : "The secrets are those that you gave.")}}

        Then, in another terminal, let a user write, and look at what came of it
          curl {{Origin}}/simulator/push -d '{"appId":"{{Accounts[0].AppId}}","text":"hi"}'
          curl {{Origin}}/simulator/chats

        More to try: docs/simulator.md. Ctrl+C ends it.

        """;

    private static string LineOf(SimulatedAccount account) =>
        $"  {account.AppId}   {account.Encryption.ToString().ToLowerInvariant()}, {account.Format.ToString().ToUpperInvariant()}"
        + $"{(account.Kind == AccountKind.MiniProgram ? ", mini program" : "")}   pushes to {account.GatewayUrl?.ToString() ?? "no URL yet"}";

    private static string ServiceOf(SimulatedAccount account)
    {
        var key = account.EncodingAesKey is null ? "" : "\"EncodingAesKey\": \"…\", ";
        var path = account.GatewayUrl?.AbsolutePath ?? "/wx";
        return $$"""{ "AppId": "{{account.AppId}}", "AppSecret": "…", "Token": "…", {{key}}"MessagePath": "{{path}}" }""";
    }
}
