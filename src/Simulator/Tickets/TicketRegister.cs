using System.Security.Cryptography;

namespace WxYarpGateway.Simulator.Tickets;

/// <summary>Issues tickets: all who ask get the same one until shortly before it expires, whatever access_token they ask with.</summary>
internal sealed class TicketRegister(TimeProvider clock)
{
    // PROTOCOL 3.2: "expires_in": 7200. When the next one is given is not documented; that of stable_token is taken, five minutes before.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string AppId, string Type), (string Ticket, DateTimeOffset ExpiresAt)> _tickets = [];

    public (string Ticket, int ExpiresIn) Issue(string appId, string type)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (!_tickets.TryGetValue((appId, type), out var current) || current.ExpiresAt - now <= Overlap)
            {
                // Real ones have 86 characters of base64url.
                var random = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
                _tickets[(appId, type)] = current = (random, now + Lifetime);
            }

            return (current.Ticket, (int)(current.ExpiresAt - now).TotalSeconds);
        }
    }
}
