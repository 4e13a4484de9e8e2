using System.Text.Json.Serialization;
using WxYarpGateway.TokenService.Platforms;

namespace WxYarpGateway.Gateway.Health.Reports;

/// <summary>A third-party platform.</summary>
/// <param name="Ticket">
/// <c>held</c>; <c>late</c> when none came for an hour; <c>expired</c>, so that there are no new tokens; <c>none</c> when none ever came.
/// </param>
/// <param name="TicketAge">How many seconds ago the newest ticket came, to any replica.</param>
/// <param name="WaitsForTicket">Whether WeChat gives no token before it has pushed another ticket.</param>
/// <param name="RulesRevision">The revision of the rules that are in force on this replica.</param>
/// <param name="RulesRead">Whether the rules that were made at run time have been read since the start.</param>
internal sealed record PlatformHealth(string Ticket, long? TicketAge, bool WaitsForTicket, long RulesRevision, bool RulesRead)
{
    // WeChat pushes one every ten minutes.
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(60);

    /// <summary>Gets a value indicating whether no ticket came for an hour.</summary>
    [JsonIgnore]
    public bool IsLate => Ticket == "late";

    /// <summary>Gets a value indicating whether the ticket has expired.</summary>
    [JsonIgnore]
    public bool IsExpired => Ticket == "expired";

    public static PlatformHealth Of(PlatformTokenState tokens, long rulesRevision, bool rulesRead) => new(
        TicketOf(tokens.TicketAge),
        tokens.TicketAge is { } age ? (long)age.TotalSeconds : null,
        tokens.IsWaitingForTicket,
        rulesRevision,
        rulesRead);

    /// <summary>Returns why somebody should look at the platform, in sentences.</summary>
    public IEnumerable<string> ReasonsOf(string name)
    {
        if (Ticket switch
        {
            "late" => $"Platform '{name}' has got no ticket for {TicketAge / 60} minutes; WeChat pushes one every 10.",
            "expired" => $"Platform '{name}' has got no ticket for 12 hours, so WeChat gives it no tokens.",
            "none" => $"Platform '{name}' has no ticket yet, so WeChat gives it no tokens. Does 授权事件接收URL lead to its AuthEventPath?",
            _ => null,
        } is { } ticket)
        {
            yield return ticket;
        }

        if (!RulesRead)
        {
            yield return $"The rules of platform '{name}' that were made at run time have not been read yet.";
        }
    }

    private static string TicketOf(TimeSpan? age) => age switch
    {
        null => "none",
        { } known when known >= ComponentTicket.Life => "expired",
        { } known when known >= Late => "late",
        _ => "held",
    };
}
