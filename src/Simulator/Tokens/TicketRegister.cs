using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Tokens;

/// <summary>Issues tickets: every call gets the same ticket until shortly before it expires, whatever its access_token.</summary>
internal sealed class TicketRegister(TimeProvider clock)
{
    // PROTOCOL 3.2: "expires_in" is 7200. WeChat does not document the overlap; this is stable_token's.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    // Real tickets have 86 characters.
    private const int TicketBytes = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string AppId, string Type), (string Ticket, DateTimeOffset ExpiresAt)> _tickets = [];

    public (string Ticket, int ExpiresIn) Issue(string appId, string type)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (!_tickets.TryGetValue((appId, type), out var current) || current.ExpiresAt - now <= Overlap)
            {
                _tickets[(appId, type)] = current = (RandomIds.Base64UrlOf(TicketBytes), now + Lifetime);
            }

            return (current.Ticket, (int)(current.ExpiresAt - now).TotalSeconds);
        }
    }
}
