using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Platforms;

/// <summary>Keeps a platform's tickets; several are valid at a time. The platform's state locks it.</summary>
internal sealed class TicketBook
{
    // Real tickets have "ticket@@@" and 86 characters. They are remembered for so long to tell "expired" from "invalid".
    private const string Head = "ticket@@@";
    private const int TicketBytes = 64;
    private static readonly TimeSpan Memory = TimeSpan.FromDays(2);

    private readonly Queue<PlatformTicket> _tickets = new();

    public PlatformTicket Issue(DateTimeOffset now)
    {
        while (_tickets.TryPeek(out var oldest) && now - oldest.IssuedAt > Memory)
        {
            _tickets.Dequeue();
        }

        var ticket = new PlatformTicket($"{Head}{RandomIds.Base64UrlOf(TicketBytes)}", now);
        _tickets.Enqueue(ticket);
        return ticket;
    }

    public ApiError? Check(string? value, TimeSpan lifetime, DateTimeOffset now) =>
        _tickets.FirstOrDefault(ticket => ticket.Value == value) is not { } known ? ApiError.InvalidTicket
        : now - known.IssuedAt >= lifetime ? ApiError.TicketExpired
        : null;
}
