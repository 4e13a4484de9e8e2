using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace WxYarpGateway.Demo.Platform;

/// <summary>The shop's owner opens a link, presses the gateway's button, confirms at WeChat, and comes back.</summary>
internal static class AuthorizationScene
{
    private const string State = "order-42";

    public static async Task<Verdict> PlayAsync(PlatformStage stage, PlatformScreen screen, CancellationToken cancellationToken)
    {
        const string Question = $"/authorization-url?state={State}";
        using var link = JsonDocument.Parse(await stage.AskAsync(Question, body: null, cancellationToken));
        var address = link.RootElement.GetProperty("url").GetString()!;
        var shown = JsonSerializer.Serialize(new { url = address, qr = "data:image/png;…" });
        screen.ShowQuestion("GET", PlatformStage.PathOf(Question), shown);

        using var browser = new Visitor();
        var page = Show("gateway", await browser.OpenAsync(new Uri(address), cancellationToken));
        if (page.Status != StatusCodes.Status200OK)
        {
            return Verdict.Wrong($"the gateway's page answered {page.Status}.");
        }

        if (Show("gateway", await browser.PressAsync([], cancellationToken)).Location is not { } weChat)
        {
            return Verdict.Wrong("the gateway's button leads nowhere.");
        }

        var asked = Show("WeChat", await browser.OpenAsync(weChat, cancellationToken));
        KeyValuePair<string, string>[] decision =
            [.. PageText.FieldsOf(asked.Body), new("account", SimulatedConsole.Shop), new("decision", "allow")];
        if (Show("WeChat", await browser.PressAsync(decision, cancellationToken)).Location is not { } returned)
        {
            return Verdict.Wrong("WeChat did not send the browser back.");
        }

        var done = Show("gateway", await browser.OpenAsync(returned, cancellationToken)).Location;
        return IsRight(done)
            ? Verdict.Right("the platform's site learns which account it was, and gets its own state back, but no code")
            : Verdict.Wrong($"the browser should have been sent to {GatewaySettings.ReturnTo}.");

        BrowserStep Show(string host, BrowserStep step)
        {
            screen.ShowStep(host, step);
            return step;
        }
    }

    private static bool IsRight(Uri? address)
    {
        if (address?.GetLeftPart(UriPartial.Path) != GatewaySettings.ReturnTo)
        {
            return false;
        }

        var query = QueryHelpers.ParseQuery(address.Query);
        return query.Count == 2 && query["appid"] == SimulatedConsole.Shop && query["state"] == State;
    }
}
