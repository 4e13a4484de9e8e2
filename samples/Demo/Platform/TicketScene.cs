using System.Text.Json;

namespace WxYarpGateway.Demo.Platform;

/// <summary>WeChat pushes a ticket every ten minutes. With it and the secret, the gateway gets the platform's token.</summary>
internal static class TicketScene
{
    public static async Task<Verdict> PlayAsync(PlatformStage stage, PlatformScreen screen, CancellationToken cancellationToken)
    {
        var ticket = await stage.EventAsync("component_verify_ticket", cancellationToken);
        screen.ShowEvent(ticket);
        if (ticket.Result.Last.Body != "success")
        {
            return Verdict.Wrong("WeChat wants exactly 'success', or it stops pushing tickets.");
        }

        var state = await stage.AskAsync("", body: null, cancellationToken);
        screen.ShowQuestion("GET", PlatformStage.PathOf(""), state);
        return JsonDocument.Parse(state).RootElement.GetProperty("ticketAge").ValueKind == JsonValueKind.Number
            ? Verdict.Right("the gateway keeps the ticket, and nobody else sees it")
            : Verdict.Wrong("the gateway answered, and has no ticket.");
    }
}
