using System.Text.Json;

namespace WxYarpGateway.Demo.Platform;

/// <summary>The event <c>authorized</c> brings the code a second time. The gateway exchanges it once, and tells the backend.</summary>
internal static class EventScene
{
    private const string Copied = "/event/authorized";
    private const string Completed = "/event/authorizer_authorized";

    public static async Task<Verdict> PlayAsync(PlatformStage stage, PlatformScreen screen, CancellationToken cancellationToken)
    {
        var pushed = await stage.EventAsync("authorized", cancellationToken);
        screen.ShowEvent(pushed);
        if (pushed.Result.Last.Body != "success")
        {
            return Verdict.Wrong("WeChat wants exactly 'success'.");
        }

        // Each copy is delivered on its own, so they may come in either order.
        var hops = new List<BackendHop>();
        while (!new[] { Copied, Completed }.All(path => hops.Any(hop => hop.Path == path)))
        {
            hops.Add(await stage.Crm.Hops.ReadAsync(cancellationToken));
        }

        var code = stage.WeChat.Platforms.Codes.Single();
        screen.ShowCall(
            "/cgi-bin/component/api_query_auth",
            $"{code.Exchanges} call for the code that browser and event both brought: access token and refresh token of the shop");
        hops.ForEach(screen.ShowHop);

        var path = $"/authorizers/{SimulatedConsole.Shop}";
        var authorizer = await stage.AskAsync(path, body: null, cancellationToken);
        screen.ShowQuestion("GET", PlatformStage.PathOf(path), authorizer);
        return !code.IsUsed || code.Exchanges != 1 ? Verdict.Wrong($"the code was to be exchanged once, and was {code.Exchanges} times.")
            : hops.Any(hop => hop.Request.Contains(code.Code, StringComparison.Ordinal)) ? Verdict.Wrong("a backend got the code.")
            : StatusOf(authorizer) != "Authorized" ? Verdict.Wrong("the shop is not among the platform's accounts.")
            : Verdict.Right("the shop is in the platform's care; the backend knows, and has seen neither code nor token");
    }

    private static string? StatusOf(string authorizer)
        => JsonDocument.Parse(authorizer).RootElement.TryGetProperty("status", out var status) ? status.GetString() : null;
}
